import {defineRule} from '../src/core/define-rule.js'
import {describeWork, scansOnly} from '../src/knowledge/describe.js'

const keyTypes = new Set(['unique', 'primary-key', 'exclusion'])

/** Report keys whose index is built while others wait. */
export default defineRule({
  id: 'no-blocking-unique',
  summary: 'Disallow keys and exclusion constraints that build their index under a lock',
  severity: 'error',
  on: ['constraint.add', 'column.add'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  unlessReportedBy: ['no-required-column'],
  peers: {
    squawk: ['disallowed-unique-constraint', 'adding-serial-primary-key-field'],
    strong_migrations: ['add_unique_constraint', 'add_exclusion_constraint'],
    eugene: ['E7', 'E8', 'W14'],
    atlas: ['PG104', 'PG105', 'PG304'],
    pgfence: ['add-constraint-unique', 'add-pk-without-using-index', 'add-constraint-exclude'],
    MigrationPilot: ['MP027', 'MP031'],
    'diesel-guard': ['AddExcludeConstraintCheck', 'AddPrimaryKeyCheck', 'AddUniqueConstraintCheck']
  },
  recipe: 'unique-index-then-constraint',
  messages: {
    key: 'Unexpected {{what}} that builds its index, it {{work}}; expected `CREATE UNIQUE INDEX CONCURRENTLY`, and the constraint `USING INDEX`',
    nullable:
      'Unexpected {{what}} on a nullable column, it {{work}}; expected a validated `CHECK ({{column}} IS NOT NULL)` or `NOT NULL` first',
    exclusion: 'Unexpected exclusion constraint on an existing table, it {{work}}; expected it on a new table',
    copy: 'Unexpected {{what}} that lets nobody write, it {{work}}; expected a shadow table'
  },
  docs: {
    condition:
      'A `UNIQUE`, `PRIMARY KEY` or `EXCLUDE` constraint whose index is not there yet is added to an existing table.',
    effect: 'Reads and writes of the table wait until the index is built.',
    instead:
      'Build the unique index concurrently and make the constraint from it with `USING INDEX`. There is no such way for exclusion constraints: make them with the table.',
    notWhen:
      'The table is so small that others can wait until it is indexed. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'unique',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
        unsafe: 'ALTER TABLE account ADD CONSTRAINT account_email UNIQUE (email);',
        reports: ['1:21-1:64 key'],
        safe: [
          'CREATE UNIQUE INDEX CONCURRENTLY account_email ON account (email);',
          'ALTER TABLE account ADD CONSTRAINT account_email UNIQUE USING INDEX account_email;'
        ]
      },
      {
        name: 'primary-key-using-index-of-nullable-column',
        schema: 'CREATE TABLE account (id bigint);\nCREATE UNIQUE INDEX account_id ON account (id);',
        unsafe: 'ALTER TABLE account ADD CONSTRAINT account_id PRIMARY KEY USING INDEX account_id;',
        reports: ['1:21-1:81 nullable'],
        safe: [
          'ALTER TABLE account ADD CONSTRAINT id_set CHECK (id IS NOT NULL) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT id_set;',
          'ALTER TABLE account ADD CONSTRAINT account_id PRIMARY KEY USING INDEX account_id;'
        ]
      },
      {
        name: 'exclusion',
        schema: 'CREATE TABLE booking (id bigint PRIMARY KEY, during tsrange);',
        unsafe: 'ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);',
        reports: ['1:21-1:82 exclusion'],
        safe: [
          'CREATE TABLE booking_next (id bigint PRIMARY KEY, during tsrange, EXCLUDE USING gist (during WITH &&));'
        ]
      },
      {
        name: 'mysql-functional',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint NOT NULL, email varchar(100));',
        unsafe: 'ALTER TABLE account ADD UNIQUE INDEX email_key ((lower(email)));',
        reports: ['1:21-1:64 copy'],
        safe: ['ALTER TABLE account ADD UNIQUE INDEX email_key (email), ALGORITHM=INPLACE, LOCK=NONE;']
      }
    ]
  },
  check(operation, {blocking, dialect, report}) {
    const [effect] = blocking
    if (!effect) return
    const work = describeWork(effect, dialect)

    if (operation.kind === 'column.add') {
      const key = operation.column.constraints.find(({type}) => keyTypes.has(type))
      if (key && scansOnly(effect)) report('key', {what: describeKey(key.type), work})
      return
    }

    const {columns, type, usingIndex} = operation.constraint
    if (!keyTypes.has(type)) return
    if (type === 'exclusion') report('exclusion', {work})
    else if (dialect !== 'postgres') report('copy', {what: describeKey(type), work})
    else if (usingIndex === undefined) report('key', {what: describeKey(type), work})
    // That of columns which are not known is told by no-unproved-not-null: most are `NOT NULL`, as in the manual's example.
    else if (effect.confidence !== 'unknown')
      report('nullable', {what: describeKey(type), column: columns[0] ?? '…', work})
  }
})

function describeKey(type: string): string {
  return type === 'primary-key' ? '`PRIMARY KEY`' : '`UNIQUE`'
}
