/** What runs left on a PostgreSQL database, by the names of schemas and triggers that are sqlsafe's own. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {inBytes} from '../../core/sizes/duration.js'
import type {Connection, Row} from '../connection/connection.js'
import type {Leftover} from '../leftover.js'
import {guardTrigger, rowTrigger, truncateTrigger} from './shadow/names.js'
import {text} from '../connection/row.js'

/** Find it. What belongs to a run that is not at its end is no leftover: the caller sees to that. */
export async function leftoversOf(connection: Connection): Promise<Leftover[]> {
  const triggers = await connection.query(captures, [rowTrigger, truncateTrigger, guardTrigger].map(unquoted))
  const schemas = await connection.query(ownSchemas)
  // What keeps an old table in sync goes with that table, in one transaction: writers need it for as long as it is there.
  const isOf = (row: Row, name: string): boolean => name.startsWith('sqlsafe_old_') && row['home'] === name
  return [
    ...triggers.filter((row) => !schemas.some((each) => isOf(row, text(each, 'schema')))).map(trigger),
    ...schemas.map((each) =>
      schema(
        each,
        triggers.filter((row) => isOf(row, text(each, 'schema')))
      )
    )
  ]
}

function unquoted(name: string): string {
  return name.slice(1, -1)
}

const captures = `
  SELECT n.nspname AS schema, c.relname AS name, t.tgname AS trigger, (SELECT h.nspname FROM pg_proc p
    JOIN pg_namespace h ON h.oid = p.pronamespace WHERE p.oid = t.tgfoid) AS home
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE t.tgname IN ($1, $2, $3) AND NOT t.tgisinternal ORDER BY 1, 2, 3`

/** Last the journal: while there is one, the rest can be explained. */
const ownSchemas = `
  SELECT n.nspname AS schema,
    coalesce((SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c
      WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'sqlsafe\\_%'), '') AS known,
    (SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY c.relname) FROM pg_class c
      WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')) AS tables,
    (SELECT string_agg(format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), ', ')
      FROM pg_proc p WHERE p.pronamespace = n.oid) AS functions,
    coalesce((SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
      WHERE c.relnamespace = n.oid AND c.relkind = 'r'), 0) AS bytes
  FROM pg_namespace n
  WHERE n.nspname = 'sqlsafe' OR n.nspname LIKE 'sqlsafe\\_new\\_%' OR n.nspname LIKE 'sqlsafe\\_old\\_%'
  ORDER BY n.nspname = 'sqlsafe', n.nspname`

function trigger(row: Row): Leftover {
  const table = quoteFullName({schema: text(row, 'schema'), name: text(row, 'name')})
  return {kind: 'remains', title: `trigger ${quoteName(text(row, 'trigger'))} on ${table}`, sql: dropping(row)}
}

function dropping(row: Row): string[] {
  const table = quoteFullName({schema: text(row, 'schema'), name: text(row, 'name')})
  return [`DROP TRIGGER IF EXISTS ${quoteName(text(row, 'trigger'))} ON ${table}`]
}

function schema(row: Row, triggers: readonly Row[]): Leftover {
  const name = text(row, 'schema')
  const size = inBytes(Number(text(row, 'bytes')))
  const sql = [...triggers.flatMap(dropping), ...emptying(row)]
  if (name === 'sqlsafe') return {kind: 'journal', title: `the journal, schema \`sqlsafe\` (${size})`, sql}
  const isKept = name.startsWith('sqlsafe_old_')
  const inSync = triggers.some((each) => each['trigger'] === unquoted(rowTrigger))
  const what = isKept ? `the old shape${inSync ? ', kept in sync,' : ''} of` : 'an unfinished copy of'
  return {
    kind: isKept ? 'kept' : 'remains',
    title: `${what} \`${text(row, 'known')}\`, schema \`${name}\` (${size})`,
    sql
  }
}

/** No CASCADE: what others have made to hang on it stops the removal. */
function emptying(row: Row): string[] {
  const [functions, tables] = [row['functions'] ?? '', row['tables'] ?? '']
  return [
    ...(tables === '' ? [] : [`DROP TABLE ${tables}`]),
    ...(functions === '' ? [] : [`DROP FUNCTION ${functions}`]),
    `DROP SCHEMA ${quoteName(text(row, 'schema'))}`
  ]
}
