/**
 * Ids of rules that speak of work under a lock, each with advice of its own: rules for whatever is left are silent where
 * one of them reports.
 */
export const workRules = [
  ...[
    'no-blocking-foreign-key',
    'no-blocking-index',
    'no-blocking-refresh',
    'no-blocking-reindex',
    'no-blocking-unique'
  ],
  ...['no-copy-algorithm', 'no-required-column', 'no-rewriting-add-column', 'no-rewriting-type-change'],
  ...['no-scanning-attach-partition', 'no-scanning-check', 'no-scanning-set-not-null', 'no-table-truncate'],
  'no-vacuum-full'
] as const
