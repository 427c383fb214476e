import {defineRule} from '../src/core/define-rule.js'
import {lossOf} from '../src/knowledge/narrowing.js'
import type {DataType} from '../src/operations/definitions.js'
import type {Catalog} from '../src/schema/catalog.js'
import {findColumn, findType} from '../src/schema/lookup.js'
import type {Session} from '../src/schema/session.js'

/** Report types that hold less than those before. */
export default defineRule({
  id: 'no-lossy-type-change',
  summary: 'Disallow changing a column to a type that holds less',
  severity: 'warning',
  peers: {
    atlas: ['MY110', 'MY111', 'MY120', 'MY121', 'MY112', 'MY113', 'MY122', 'MY123'],
    MigrationPilot: ['MP044'],
    skeema: ['allow-unsafe']
  },
  on: ['column.set-type', 'column.modify'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'table',
  recipe: 'expand-contract-column',
  messages: {
    lossy:
      'Unexpected type of `{{table}}.{{column}}` that holds less than before ({{loss}}), expected a new column that is filled and compared first'
  },
  docs: {
    condition:
      'A column of an existing table gets a type that cannot hold all values of the one before: fewer bits, digits or characters, a date instead of a time, an enumeration without some of its values.',
    effect: {
      postgres:
        'Where a value does not fit, the statement fails after it has read the table, or changes the value without a word: `numeric` and times are rounded. The running release still writes values of the old type, and fails then.',
      mysql:
        'Where a value does not fit, the statement fails after it has read the table, or changes the value without a word: numbers and times are rounded, and outside of strict mode all is cut off. The running release still writes values of the old type, and fails then.'
    },
    instead: 'Add a column of the new type, fill it, compare both, and switch over; or keep the type and add a check.',
    notWhen: 'You have looked: all values fit, and the running release writes no others.',
    examples: [
      {
        name: 'shorter',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, name text, visits bigint);',
        unsafe: 'ALTER TABLE account ALTER COLUMN name TYPE varchar(100);',
        reports: ['1:21-1:56 lossy'],
        safe: ['ALTER TABLE account ADD CONSTRAINT name_short CHECK (length(name) <= 100) NOT VALID;']
      },
      {
        name: 'enum-value',
        schema:
          "CREATE TYPE state AS ENUM ('new', 'open', 'closed');\nCREATE TYPE state_new AS ENUM ('open', 'closed');\nCREATE TABLE ticket (id bigint PRIMARY KEY, state state);",
        unsafe: 'ALTER TABLE ticket ALTER COLUMN state TYPE state_new USING state::text::state_new;',
        reports: ['1:20-1:82 lossy']
      },
      {
        name: 'mysql-narrower',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, visits bigint);',
        unsafe: 'ALTER TABLE account MODIFY visits int;',
        reports: ['1:21-1:38 lossy'],
        safe: ['ALTER TABLE account ADD COLUMN visits_short int, ALGORITHM=INSTANT;']
      },
      {
        name: 'mariadb-enum',
        dialect: 'mariadb',
        schema: "CREATE TABLE ticket (id bigint PRIMARY KEY, state enum('new', 'open', 'closed'));",
        unsafe: "ALTER TABLE ticket MODIFY state enum('open', 'closed');",
        reports: ['1:20-1:55 lossy'],
        safe: ["ALTER TABLE ticket MODIFY state enum('new', 'open', 'closed', 'gone'), ALGORITHM=INSTANT;"]
      }
    ]
  },
  check(operation, {catalog, dialect, isEmpty, isNewColumn, isRetired, report, session, table}) {
    const before = table(operation.table)
    const column = before && findColumn(dialect, before, operation.column)
    const next = operation.kind === 'column.modify' ? operation.definition.type : operation.type
    if (!column?.type || !next || isNewColumn(operation.table, operation.column)) return
    if (isEmpty(operation.table) || isRetired(operation.table, operation.column)) return
    const loss = lossOf(
      withValues(column.type, catalog, session),
      withValues(next, catalog, session),
      dialect === 'postgres'
    )
    if (loss !== undefined) report('lossy', {table: operation.table.name, column: operation.column, loss})
  }
})

/** PostgreSQL has the values of an enumeration in its type. */
function withValues(type: DataType, catalog: Catalog, session: Session): DataType {
  const own = findType(catalog, session, type)
  return own?.kind === 'enum' && own.values ? {...type, values: [...own.values]} : type
}
