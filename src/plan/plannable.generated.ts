// Written by scripts/generate-plannable.ts: do not edit.
import type {Dialect} from '../server/server.js'

/** Names of the recipes that make plans, by dialect. */
export const plannable: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: [
    'add-column-then-backfill',
    'batched-backfill',
    'batched-delete',
    'build-then-drop',
    'check-then-attach-partition',
    'check-then-set-not-null',
    'create-index-concurrently',
    'create-then-refresh',
    'detach-concurrently',
    'drop-column-in-two-releases',
    'drop-index-concurrently',
    'drop-table-in-two-releases',
    'expand-contract-column',
    'not-valid-then-validate',
    'refresh-concurrently',
    'reindex-concurrently',
    'rename-table-with-view',
    'shadow-table',
    'unique-index-then-constraint'
  ],
  mysql: [
    'add-algorithm-clause',
    'add-column-then-backfill',
    'batched-backfill',
    'batched-delete',
    'build-then-drop',
    'drop-column-in-two-releases',
    'drop-table-in-two-releases',
    'expand-contract-column',
    'hide-then-drop-index',
    'not-valid-then-validate',
    'rename-table-with-view',
    'shadow-table'
  ],
  mariadb: [
    'add-algorithm-clause',
    'add-column-then-backfill',
    'batched-backfill',
    'batched-delete',
    'build-then-drop',
    'drop-column-in-two-releases',
    'drop-table-in-two-releases',
    'expand-contract-column',
    'hide-then-drop-index',
    'not-valid-then-validate',
    'rename-table-with-view',
    'shadow-table'
  ]
}
