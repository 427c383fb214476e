/**
 * Recipes that rules name and that are no sequence of steps: what is to be done about the migration itself, or what
 * every plan does anyway. By their names, with why there is nothing to plan.
 */
export const advice: Readonly<Record<string, string>> = {
  'set-lock-timeout': 'Every step of a plan runs under a `lock_timeout` of its own, and is tried again',
  'set-statement-timeout': 'Every step of a plan runs under the `statement_timeout` that its locks allow',
  'set-idle-transaction-timeout': 'No step of a plan leaves a transaction open',
  'split-transaction': 'A plan puts what keeps others out, and what refuses a transaction, into steps of their own',
  'enable-row-security':
    'Whether the policies are to hold is a decision about the migration: nothing of it is unsafe to do',
  'repack-table': 'Giving space back changes nothing of the schema: `pg_repack` does it while others read and write'
}
