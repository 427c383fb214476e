import {defineRule} from '../src/core/define-rule.js'
import {findColumn} from '../src/schema/lookup.js'

/** Report types that change under prepared statements, which fail once in each open connection. */
export default defineRule({
  id: 'no-cached-plan-break',
  summary: 'Disallow type changes that break prepared statements of open connections',
  severity: 'info',
  preset: 'strict',
  unlessReportedBy: ['no-lossy-type-change', 'no-rewriting-type-change'],
  on: 'column.set-type',
  engines: ['postgres'],
  recipe: null,
  noRecipeBecause: 'Connections are renewed after the migration, or prepare their statements anew.',
  messages: {
    type: 'Unexpected change of the type of `{{table}}.{{column}}`, prepared statements of open connections that select it fail with “cached plan must not change result type”; expected a new column, or connections that are renewed'
  },
  docs: {
    condition: 'A column of an existing table gets another type or length.',
    effect:
      'A prepared statement whose result has another type than when it was prepared fails, in each connection of the pool, until it is prepared anew; inside of a transaction the driver cannot repeat it.',
    instead: 'Renew the connections of the pool after the migration, or add a column of the new type beside it.',
    notWhen: 'The driver does not prepare statements on the server, or prepares them anew by itself.',
    examples: [
      {
        name: 'wider',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(50));',
        unsafe: 'ALTER TABLE account ALTER COLUMN name TYPE varchar(100);',
        reports: ['1:21-1:56 type'],
        safe: ['ALTER TABLE account ADD COLUMN full_name varchar(100);']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-prepare.html']
  },
  check({column, table: on, type}, {dialect, hasTraffic, isNewColumn, report, table}) {
    if (!hasTraffic(on) || isNewColumn(on, column)) return
    const before = table(on)
    const old = before && findColumn(dialect, before, column)?.type
    const isSame = old && old.name === type.name && old.modifiers.join() === type.modifiers.join()
    if (isSame !== true) report('type', {table: on.name, column})
  }
})
