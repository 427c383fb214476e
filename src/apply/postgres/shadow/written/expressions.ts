/** Expressions that rows are copied through: the server says whether each gives the same whenever it is asked. */
import type {ShadowInput} from '../../../../plan/steps.js'
import type {Connection} from '../../../connection/connection.js'
import {findTable, readTable} from '../catalog/table.js'
import {withFullNames} from '../catalog/read.js'
import type {ShadowNames} from '../names.js'
import {quoteFullName, quoteName} from '../../../../sql/postgres.js'

/**
 * Each is tried as that of a generated column, which has to be immutable, and of the row alone.
 *
 * https://www.postgresql.org/docs/current/ddl-generated-columns.html
 */
export async function reasonsOfExpressions(
  connection: Connection,
  {columns, table}: ShadowInput,
  {growing, table: source}: ShadowNames
): Promise<string[]> {
  const plain = new RegExp('^(?:[a-z_][a-z0-9_$]*|"(?:[^"]|"")*")$')
  const worked = Object.entries(columns).filter(([, expression]) => !plain.test(expression))
  const shadow = await findTable(connection, {schema: growing, name: table.name})
  const target = await withFullNames(connection, () => readTable(connection, shadow ?? 0))
  const known = new Set(target.columns.map(({name}) => name))
  const reasons = Object.keys(columns)
    .filter((name) => !known.has(name))
    .map((name) => `column ${quoteName(name)} is copied, and the new table has none of that name`)
  if (worked.length === 0) return reasons
  const proof = quoteFullName({schema: growing, name: 'sqlsafe_proof'})
  await connection.execute(`CREATE TABLE ${proof} (LIKE ${source})`)
  for (const [name, expression] of worked) {
    const type = target.columns.find((column) => column.name === name)?.type
    if (type === undefined) continue
    await connection.execute('SAVEPOINT sqlsafe_proof')
    try {
      await connection.execute(
        `ALTER TABLE ${proof} ADD COLUMN sqlsafe_value ${type} GENERATED ALWAYS AS ((${expression})::${type}) STORED`
      )
    } catch (error) {
      if (!(error instanceof Error)) throw error
      reasons.push(`column ${quoteName(name)} cannot be worked out from its row by ${expression}: ${error.message}`)
    }
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_proof')
  }
  await connection.execute(`DROP TABLE ${proof}`)
  return reasons
}
