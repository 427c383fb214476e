import type {Connection} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import type {PreflightFinding} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {shapeDifferences} from '../../shape-differences.js'
import type {LiveColumn, LiveShape} from '../../shape-differences.js'
import {locate, ofTables, placeOf} from '../view/tables.js'
import type {Located} from '../view/tables.js'
import {sameType} from '../view/types.js'

/** The plan is right for the tables that it was made for; once begun, it changes them itself. */
export const schemaUnchanged = definePreflightCheck({
  name: 'schema-unchanged',
  summary: 'the tables are as the plan took them to be',
  async check({connection, fresh, plan}) {
    if (!fresh || plan.assumes.length === 0) return []
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const shape of plan.assumes) {
      const table = locate(shape, place)
      findings.push(
        ...shapeDifferences(shape, await shapeOf(connection, table), {
          label: table.label,
          isOfType: (planned, {type}) => sameType(planned, type),
          // https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html
          fold: (name) => name.toLowerCase()
        })
      )
    }
    return findings
  }
})

const columnsQuery = `
  SELECT column_name AS name, column_type AS type, is_nullable AS nullable
  FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`

const constraintsQuery = `
  SELECT constraint_name AS name FROM information_schema.table_constraints WHERE table_schema = ? AND table_name = ?`

const indexesQuery = `
  SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?`

/** `undefined`: there is no such table. */
async function shapeOf(connection: Connection, table: Located): Promise<LiveShape<LiveColumn> | undefined> {
  const ask = async (sql: string) => (await ofTables(connection, [table], sql)).map(({row}) => row)
  const columns = await ask(columnsQuery)
  if (columns.length === 0) return undefined
  return {
    columns: columns.map((row) => ({
      name: text(row, 'name'),
      type: text(row, 'type'),
      notNull: row['nullable'] === 'NO'
    })),
    constraints: (await ask(constraintsQuery)).map((row) => text(row, 'name')),
    indexes: (await ask(indexesQuery)).map((row) => text(row, 'name'))
  }
}
