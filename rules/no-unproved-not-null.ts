import {defineRule} from '../src/core/define-rule.js'
import {isProvedByName} from '../src/core/rules/named-proof.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report columns that become `NOT NULL` in the way that is safe, as far as can be told without the schema. */
export default defineRule({
  id: 'no-unproved-not-null',
  summary: 'Disallow `NOT NULL` on a table that is not known, where only names say that it is proved',
  severity: 'info',
  preset: 'strict',
  on: ['constraint.add', 'column.set-not-null'],
  engines: ['postgres'],
  peers: {
    pgfence: ['add-pk-using-index']
  },
  recipe: null,
  noRecipeBecause: 'Whether there is anything to do, only the schema tells.',
  messages: {
    key: 'Unexpected `PRIMARY KEY` over columns that are not known to be `NOT NULL`, it {{work}}; expected the schema to be shown (`--schema`, `--history`, `--database-url`)',
    check:
      'Unexpected `NOT NULL` on `{{column}}` that a check proves, by its name, it {{work}}; expected the schema to be shown (`--schema`, `--history`, `--database-url`)'
  },
  docs: {
    condition:
      'The table is not known: neither migrations, nor a dump, nor a database were given that tell of it. And a primary key takes over an index of it; or a column becomes `NOT NULL` beside a check of which only the name is seen (`email_not_null`), validated before or dropped after. Where the table is known, [`no-blocking-unique`](no-blocking-unique.md) and [`no-scanning-set-not-null`](no-scanning-set-not-null.md) report what is wrong.',
    effect:
      'Where a column of the key was nullable, or the check says something else, the whole table is read while all others wait.',
    instead: 'Show sqlsafe the schema.',
    notWhen: 'The columns are `NOT NULL`, as those of the key that is replaced, and the check is what its name says.',
    examples: [
      {
        name: 'key-of-table-not-known',
        unsafe: 'ALTER TABLE account ADD CONSTRAINT account_pk PRIMARY KEY USING INDEX account_new;',
        reports: ['1:21-1:82 key'],
        safe: ['ALTER TABLE account ADD CONSTRAINT account_name UNIQUE USING INDEX account_new;']
      },
      {
        name: 'check-of-table-not-known',
        unsafe:
          'ALTER TABLE account VALIDATE CONSTRAINT email_not_null;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\nALTER TABLE account DROP CONSTRAINT email_not_null;',
        reports: ['2:21-2:52 check'],
        safe: [
          'ALTER TABLE account ADD CONSTRAINT email_not_null CHECK (email IS NOT NULL) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT email_not_null;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\nALTER TABLE account DROP CONSTRAINT email_not_null;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'
    ]
  },
  check(operation, {blocking, dialect, migration, report}) {
    const [effect] = blocking
    if (effect?.confidence !== 'unknown') return
    const work = describeWork(effect, dialect)
    if (operation.kind === 'constraint.add') {
      const {type, usingIndex} = operation.constraint
      if (type === 'primary-key' && usingIndex !== undefined) report('key', {work})
    } else if (isProvedByName(migration, operation)) {
      report('check', {column: operation.column, work})
    }
  }
})
