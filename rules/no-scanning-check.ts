import {defineRule} from '../src/core/define-rule.js'
import {validateLater} from '../src/core/fix/validate-later.js'
import {describeWork, scansOnly} from '../src/knowledge/describe.js'

/** Report checks that every row is held against while others wait. */
export default defineRule({
  id: 'no-scanning-check',
  summary: 'Disallow `CHECK` constraints that read or copy the table under a lock',
  severity: 'error',
  on: ['constraint.add', 'column.add', 'constraint.alter'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  unlessReportedBy: ['no-required-column'],
  peers: {
    squawk: ['constraint-missing-not-valid'],
    strong_migrations: ['add_check_constraint', 'add_check_constraint_mysql'],
    eugene: ['E1'],
    atlas: ['PG305'],
    pgfence: ['add-constraint-check-no-not-valid'],
    MigrationPilot: ['MP030'],
    bytebase: ['STATEMENT_ADD_CHECK_NOT_VALID'],
    'diesel-guard': ['AddCheckConstraintCheck']
  },
  fixes:
    'PostgreSQL, `ADD CONSTRAINT` and `ADD CHECK`: writes `NOT VALID`, and validates the check after the transaction; where the runner opens that, in a migration of its own right after.',
  recipe: 'not-valid-then-validate',
  messages: {
    check:
      'Unexpected `CHECK` that is enforced at once, it {{work}}; expected `NOT VALID`, and `VALIDATE CONSTRAINT` in a later transaction',
    column: 'Unexpected `CHECK` in `ADD COLUMN`, it {{work}}; expected the column first, then the check as `NOT VALID`',
    copy: 'Unexpected `CHECK` that is enforced at once, it {{work}}; expected a shadow table, or the check in the application'
  },
  docs: {
    condition: 'A check constraint that is valid at once is added to an existing table, alone or with a new column.',
    effect: {
      postgres: 'Reads and writes wait until every row is read.',
      mysql: 'The server copies the table, and writes to it wait until it is copied.'
    },
    instead: {
      postgres:
        'Add it `NOT VALID` and validate it in a later transaction, under a lock that lets reads and writes go on.',
      mysql: 'Let a shadow table do it (gh-ost, pt-online-schema-change, Spirit), or check in the application.'
    },
    notWhen:
      'The table is so small that others can wait until it is read. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'check',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int);',
        unsafe: 'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0);',
        reports: ['1:18-1:65 check'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
          'ALTER TABLE item VALIDATE CONSTRAINT price_positive;'
        ]
      },
      {
        name: 'inline',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE item ADD COLUMN price int CHECK (price > 0);',
        reports: ['1:18-1:56 column'],
        safe: [
          'ALTER TABLE item ADD COLUMN price int;',
          'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
          'ALTER TABLE item VALIDATE CONSTRAINT price_positive;'
        ]
      },
      {
        name: 'mysql-check',
        dialect: 'mysql',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int);',
        unsafe: 'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0);',
        reports: ['1:18-1:65 copy'],
        safe: ['ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT ENFORCED;']
      }
    ]
  },
  check(operation, context) {
    const {blocking, dialect, report, table} = context
    const [effect] = blocking
    if (!effect) return
    const data = {work: describeWork(effect, dialect)}

    switch (operation.kind) {
      case 'constraint.add':
        if (operation.constraint.type === 'check') {
          if (dialect === 'postgres') report('check', data, {fix: validateLater(context, operation)})
          else report('copy', data)
        }
        break
      case 'constraint.alter': {
        const altered = table(operation.table)?.constraints.find(({name}) => name === operation.name)
        if (operation.enforced === true && altered?.type === 'check') report('copy', data)
        break
      }
      case 'column.add':
        if (scansOnly(effect) && operation.column.constraints.some(({type}) => type === 'check')) report('column', data)
    }
  }
})
