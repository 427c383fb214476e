/** Whether an index that is there is the one that a statement would make. */
import {quoteFullName} from '../../sql/postgres.js'
import type {IndexCreateInput} from '../../plan/steps.js'
import {readIndexStatement} from '../../plan/parts/statement-text.js'
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import type {StepContext} from '../step.js'

/**
 * Everything that the server says of an index but its name and its table: uniqueness, method, columns and expressions
 * with their collations, operator classes and order, `INCLUDE`, `NULLS NOT DISTINCT`, parameters and condition.
 *
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG
 */
const definitionQuery = `
  SELECT i.indrelid::regclass::text AS table, i.indrelid = to_regclass($2) AS own,
    concat(CASE WHEN i.indisunique THEN 'UNIQUE ' END,
      substr(pg_get_indexdef(i.indexrelid), length(format('CREATE %sINDEX %I ON %I.%I ',
        CASE WHEN i.indisunique THEN 'UNIQUE ' END, c.relname, tn.nspname, t.relname)) + 1)) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
  WHERE i.indexrelid = to_regclass($1)`

/**
 * Why the index of that name is not the one that the step makes, as an error for people; `undefined`: it is, or there
 * is none.
 *
 * The server says what the statement would make: of an empty table with the same columns, which is gone at once.
 *
 * Locks: `ACCESS SHARE` on the table, for a moment.
 */
export async function foreignIndex(
  connection: Connection,
  input: IndexCreateInput,
  {beside}: Pick<StepContext, 'beside'>
): Promise<Error | undefined> {
  const [index, table] = [quoteFullName(input.index), quoteFullName(input.table)]
  const [found] = await connection.query(definitionQuery, [index, table])
  if (!found) return undefined
  if (found['own'] !== 't') {
    return new Error(
      `Unexpected index ${index} on ${String(found['table'])}, expected none of that name, or one on ${table}`
    )
  }
  const wanted = await beside({lockTimeoutMs: null, statementTimeoutMs: null}, (other) => definitionOf(other, input))
  if (found['definition'] === wanted) return undefined
  return new Error(
    `Unexpected index ${index} (${String(found['definition'])}), expected none of that name, or ${wanted}: drop or rename it, or leave the statement out of the migration`
  )
}

async function definitionOf(connection: Connection, {statement, table}: IndexCreateInput): Promise<string> {
  const read = readIndexStatement(statement)
  if (!read) throw new Error(`Unexpected statement \`${statement}\`, expected \`CREATE INDEX\``)
  // Its expressions may name the table.
  const copy = await freeName(connection, table)
  await connection.execute(`CREATE TABLE ${quoteFullName(copy)} (LIKE ${quoteFullName(table)})`)
  await connection.execute(
    `CREATE ${read.unique ? 'UNIQUE ' : ''}INDEX sqlsafe_wanted ON ${quoteFullName(copy)} ${read.tail}`
  )
  const [row] = await connection.query(definitionQuery, ['sqlsafe.sqlsafe_wanted', quoteFullName(copy)])
  await connection.execute(`DROP TABLE ${quoteFullName(copy)}`)
  return row?.['definition'] ?? ''
}

/** In the schema of the journal, which is ours: the name of the table, unless a table of the journal has it. */
async function freeName(connection: Connection, {name}: ObjectName): Promise<ObjectName> {
  const own = {schema: 'sqlsafe', name}
  const [row] = await connection.query('SELECT to_regclass($1) AS taken', [quoteFullName(own)])
  return row?.['taken'] === null ? own : {...own, name: 'sqlsafe_copy'}
}
