import {defineRule} from '../src/core/define-rule.js'
import {notNullLater} from '../src/core/fix/not-null-later.js'
import {validateLater} from '../src/core/fix/validate-later.js'
import {isProvedByName} from '../src/core/rules/named-proof.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report `SET NOT NULL` where the server would read every row under its strongest table lock. */
export default defineRule({
  id: 'no-scanning-set-not-null',
  summary: 'Disallow `SET NOT NULL` that reads every row under a lock',
  severity: 'error',
  on: ['column.set-not-null', 'constraint.add'],
  engines: ['postgres'],
  once: 'command',
  peers: {
    squawk: ['adding-not-nullable-field'],
    strong_migrations: ['change_column_null', 'change_column_with_not_null', 'change_column_null_postgresql'],
    eugene: ['E2'],
    atlas: ['PG303'],
    pgfence: ['alter-column-set-not-null'],
    MigrationPilot: ['MP002', 'MP018', 'MP081'],
    bytebase: ['STATEMENT_DISALLOW_ADD_NOT_NULL'],
    'diesel-guard': ['AddNotNullCheck']
  },
  fixes:
    'Adds `NOT NULL` as `NOT VALID` (before PostgreSQL 18: a `CHECK`) and validates it after the transaction, where the runner opens that in a migration of its own right after; then sets `NOT NULL`, and drops the check. Not for partitioned tables and those that others inherit from.',
  recipe: 'check-then-set-not-null',
  messages: {
    scan: 'Unexpected `NOT NULL` on `{{column}}`, it {{work}}; expected a validated `CHECK ({{quoted}} IS NOT NULL)` first'
  },
  docs: {
    condition:
      'A column of an existing table becomes `NOT NULL` and no validated check proves it. Where the table is not known, a check counts that the same migration validates before or drops after, and whose name says so (`email_not_null`).',
    effect: 'Reads and writes of the table wait until every row is read.',
    instead:
      'Add `CHECK (… IS NOT NULL) NOT VALID`, validate it in a later transaction, then set `NOT NULL`: the server believes the check. PostgreSQL 18 takes `ADD CONSTRAINT … NOT NULL … NOT VALID` too.',
    notWhen:
      'The table is so small that others can wait until it is read. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'no-check',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
        unsafe: 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
        reports: ['1:21-1:52 scan'],
        safe: [
          'ALTER TABLE account ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT email_set;',
          'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
          'ALTER TABLE account DROP CONSTRAINT email_set;'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
        reports: ['1:21-1:52 scan'],
        safe: [
          'ALTER TABLE account ADD CONSTRAINT account_email_not_null CHECK (email IS NOT NULL) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT account_email_not_null;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\nALTER TABLE account DROP CONSTRAINT account_email_not_null;'
        ]
      },
      {
        name: 'constraint',
        version: '18',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
        unsafe: 'ALTER TABLE account ADD CONSTRAINT email_set NOT NULL email;',
        reports: ['1:21-1:60 scan'],
        safe: [
          'ALTER TABLE account ADD CONSTRAINT email_set NOT NULL email NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT email_set;'
        ]
      }
    ]
  },
  check(operation, context) {
    const {blocking, dialect, migration, report} = context
    const [effect] = blocking
    if (!effect) return
    if (operation.kind === 'constraint.add' && operation.constraint.type !== 'not-null') return
    const isUnknown = operation.kind === 'column.set-not-null' && effect.confidence === 'unknown'
    if (isUnknown && isProvedByName(migration, operation)) return
    const column = operation.kind === 'constraint.add' ? (operation.constraint.columns[0] ?? '') : operation.column
    const quoted = /^[a-z_][a-z0-9_$]*$/.test(column) ? column : `"${column.replaceAll('"', '""')}"`
    const fix =
      operation.kind === 'constraint.add' ? validateLater(context, operation) : notNullLater(context, operation)
    report('scan', {column, quoted, work: describeWork(effect, dialect)}, {fix})
  }
})
