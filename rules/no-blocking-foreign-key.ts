import {defineRule} from '../src/core/define-rule.js'
import {validateLater} from '../src/core/fix/validate-later.js'
import {describeWork, scansOnly} from '../src/knowledge/describe.js'

/** Report foreign keys that are checked for every row while others wait. */
export default defineRule({
  id: 'no-blocking-foreign-key',
  summary: 'Disallow foreign keys that are checked for every row under a lock',
  severity: 'error',
  on: ['constraint.add', 'column.add', 'constraint.alter'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  unlessReportedBy: ['no-blocking-unique', 'no-required-column'],
  peers: {
    squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    strong_migrations: ['add_foreign_key', 'add_reference', 'add_foreign_key_mysql'],
    eugene: ['E1'],
    atlas: ['PG306', 'MY131'],
    pgfence: ['add-constraint-fk-no-not-valid'],
    MigrationPilot: ['MP005'],
    bytebase: ['STATEMENT_ADD_FOREIGN_KEY_NOT_VALID'],
    'diesel-guard': ['AddForeignKeyCheck']
  },
  fixes:
    'PostgreSQL, `ADD CONSTRAINT` and `ADD FOREIGN KEY`: writes `NOT VALID`, and validates the key after the transaction; where the runner opens that, in a migration of its own right after. Not for partitioned tables.',
  recipe: 'not-valid-then-validate',
  messages: {
    key: 'Unexpected foreign key that is enforced at once, it {{work}}; expected `NOT VALID`, and `VALIDATE CONSTRAINT` in a later transaction',
    column:
      'Unexpected `REFERENCES` in `ADD COLUMN`, it {{work}}; expected the column first, then the key as `NOT VALID`',
    copy: 'Unexpected foreign key, it {{work}}; expected `SET foreign_key_checks = 0` around it after a look for orphans, or no key'
  },
  docs: {
    condition: 'A foreign key that is valid at once is added to an existing table.',
    effect: {
      postgres: 'Writes to both tables wait until every row has found its parent.',
      mysql: 'The server copies the table, and writes to it wait until it is copied.'
    },
    instead: {
      postgres: 'Add it `NOT VALID` and validate it in a later transaction.',
      mysql:
        'While `foreign_key_checks` is 0 a key is added in place: rows are not checked then, so look for orphans before.'
    },
    notWhen:
      'Both tables are so small that others can wait until they are read. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'key',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id);',
        reports: ['1:18-1:89 key'],
        safe: [
          'ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id) NOT VALID;',
          'ALTER TABLE post VALIDATE CONSTRAINT post_author;'
        ]
      },
      {
        name: 'inline-with-default',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post ADD COLUMN author bigint DEFAULT 1 REFERENCES account (id);',
        reports: ['1:18-1:76 column'],
        safe: [
          'ALTER TABLE post ADD COLUMN author bigint DEFAULT 1;',
          'ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id) NOT VALID;'
        ]
      },
      {
        name: 'mysql-key',
        dialect: 'mysql',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id);',
        reports: ['1:18-1:89 copy'],
        safe: [
          'SET foreign_key_checks = 0;\nALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id), ALGORITHM=INPLACE, LOCK=NONE;\nSET foreign_key_checks = 1;'
        ]
      }
    ]
  },
  check(operation, context) {
    const {blocking, dialect, isEmpty, report, table} = context
    // A referencing table without rows has none to look up.
    const [effect] = isEmpty(operation.table) ? [] : blocking
    if (!effect) return
    const data = {work: describeWork(effect, dialect)}

    switch (operation.kind) {
      case 'constraint.add':
        if (operation.constraint.type === 'foreign-key' && operation.constraint.notValid !== true) {
          if (dialect === 'postgres') report('key', data, {fix: validateLater(context, operation)})
          else report('copy', data)
        }
        break
      case 'constraint.alter': {
        const altered = table(operation.table)?.constraints.find(({name}) => name === operation.name)
        if (operation.enforced === true && altered?.type === 'foreign-key') report('key', data)
        break
      }
      case 'column.add':
        if (scansOnly(effect) && operation.column.constraints.some(({type}) => type === 'foreign-key')) {
          report('column', data)
        }
    }
  }
})
