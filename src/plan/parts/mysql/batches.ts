/** UPDATE and DELETE of many rows as work in batches, on MySQL and MariaDB. */
import {inVersions} from '../../../server/server.js'
import {quoteName} from '../../../sql/mysql.js'
import {hasOffset, touchedRows} from '../../../knowledge/touched-rows.js'
import {textTerms} from '../../../knowledge/mysql/where-terms.js'
import type {Operation} from '../../../operations/operation.js'
import {keyOf} from '../../../schema/objects.js'
import type {RecipeView} from '../../recipe.js'
import type {BatchInput} from '../../steps.js'
import {aimed, readClauses, readTables, wordsIn} from './dml-text.js'
import {lacksKey} from './shadow.js'
import {objectOf} from './sql.js'

type Change = Operation<'rows.update' | 'rows.delete'>

/** Whether it may touch any number of rows of a table that others use. */
export function touchesMany(change: Change, view: RecipeView): boolean {
  if (!view.hasTraffic(change.table) || view.isEmpty(change.table)) return false
  return hasOffset(change.where) || touchedRows(change, view.table(change.table)) !== 'few'
}

/** Put a statement into the form of batches; `unsafe`: it has none, and why. */
export function toBatches(change: Change, view: RecipeView): BatchInput | {unsafe: string} {
  const verb = change.kind === 'rows.update' ? 'update' : 'delete'
  const what = `\`${verb.toUpperCase()}\` of \`${change.table.name}\``
  const clauses = readClauses(view.text)
  const head = new RegExp(`^${verb}\\b`, 'i').exec(clauses.head ?? '')
  if (!head || view.command.operations.length > 1) {
    return {unsafe: `The ${what} stands in a larger statement, expected it by itself: it cannot be cut into batches`}
  }
  if (/^(?:low_priority|quick)?\s*ignore\b/i.test((clauses.head ?? '').slice(head[0].length).trim())) {
    return {unsafe: `The ${what} is to pass over its errors (\`IGNORE\`): nobody could say which rows are done`}
  }
  if (hasOffset(change.where)) {
    return {unsafe: `The rows of the ${what} are counted off with \`OFFSET\` in a way that no batches can follow`}
  }
  const own = keyOf(objectOf(change.table, view))
  const isRead = change.reads.filter((read) => keyOf(objectOf(read, view)) === own).length > 0
  if (isRead) {
    return {
      unsafe: `The ${what} reads \`${change.table.name}\` beside the row: each batch would see what the ones before it changed`
    }
  }
  const tables = tablesOf(change, clauses)
  if (tables === undefined) return {unsafe: `The tables of the ${what} are joined in a way that no batches can follow`}
  // MariaDB 10 takes no other name for the table of a DELETE with a LIMIT: https://mariadb.com/kb/en/delete/
  const isWhole = change.kind === 'rows.delete' && view.dialect === 'mariadb' && inVersions(view.version, '<11')
  if (isWhole && lacksKey(view.table(change.table))) return {unsafe: `The ${what} cannot be done in batches: ${noKey}`}
  const input = change.kind === 'rows.delete' ? deletion(change, tables, view) : update(change, tables, view)
  return 'unsafe' in input ? {unsafe: `The ${what} ${input.unsafe}`} : input
}

const noKey = 'the table has no unique key that is never NULL, so that nobody could say which rows are done'

/** How the statement calls its table, and the others that rows are looked up in. */
interface Tables {
  names: string[]
  /** `b AS x, c`; `undefined`: there are none. */
  others: string | undefined
  conditions: string[]
}

function tablesOf(change: Change, clauses: ReturnType<typeof readClauses>): Tables | undefined {
  const list =
    change.kind === 'rows.update'
      ? (clauses.head ?? '').replace(/^update\s+(?:low_priority\s+)?/i, '')
      : (clauses.USING ?? clauses.FROM ?? '')
  const tables = readTables(list)
  const isOwn = (name: string): boolean => name.toLowerCase() === change.table.name.toLowerCase()
  const own = tables?.find(({table}) => isOwn(table.replace(/^.*\./s, '').replaceAll('`', '').trim()))
  if (!tables || !own) return undefined
  const others = tables.filter((each) => each !== own)
  return {
    names: [own.alias, change.table.name],
    others:
      others.length === 0 ? undefined : others.map(({alias, table}) => `${table} AS ${quoteName(alias)}`).join(', '),
    conditions: tables.flatMap(({on}) => on ?? [])
  }
}

function deletion(
  {table, where}: Operation<'rows.delete'>,
  {conditions, names, others}: Tables,
  view: RecipeView
): BatchInput {
  const own = {table: objectOf(table, view), verb: 'delete', idempotent: true} as const
  const all = [...conditions, ...conditionOf(where)].map((text) => aimed(text, names))
  if (others === undefined) return all.length === 0 ? own : {...own, where: allOf(all)}
  return {...own, where: `EXISTS (SELECT 1 FROM ${others} WHERE ${allOf(all)})`}
}

function update(
  {columns, table, values, where}: Operation<'rows.update'>,
  {conditions, names, others}: Tables,
  view: RecipeView
): BatchInput | {unsafe: string} {
  if (values.length !== columns.length || values.some(({text}) => text === '')) {
    return {unsafe: 'assigns what cannot be read here, expected a value for each column'}
  }
  const moved = columns.find((column) => isInKey(column, table, view))
  if (moved !== undefined) return {unsafe: `changes \`${moved}\` of the key in whose order the batches go`}
  const isDone = isFalsified(
    columns,
    values.map(({text}) => text),
    where?.text
  )
  if (!isDone && lacksKey(view.table(table))) return {unsafe: `cannot be done in batches: ${noKey}`}
  const why = isDone
    ? undefined
    : whyNotRepeatable(
        columns,
        values.map(({text}) => text)
      )
  if (why !== undefined) {
    return {unsafe: `cannot be done in batches: ${why}, and the condition does not say which rows are done`}
  }
  const own = {table: objectOf(table, view), verb: 'update', idempotent: isDone} as const
  const all = [...conditions, ...conditionOf(where)].map((text) => aimed(text, names))
  const written = values.map(({text}) => aimed(text, names))
  if (others === undefined) {
    const set = columns.map((column, index) => `${quoteName(column)} = ${written[index] ?? ''}`).join(', ')
    return {...own, set, ...(all.length > 0 && {where: allOf(all)})}
  }
  const rows = `FROM ${others}${all.length === 0 ? '' : ` WHERE ${allOf(all)}`}`
  const set = columns
    .map((column, index) => `${quoteName(column)} = (SELECT ${written[index] ?? ''} ${rows} LIMIT 1)`)
    .join(', ')
  return {...own, set, where: `EXISTS (SELECT 1 ${rows})`}
}

function conditionOf(where: Change['where']): string[] {
  return where === undefined || textTerms(where.text).every(({kind}) => kind === 'true') ? [] : [where.text]
}

function allOf(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : parts.map((part) => `(${part})`).join(' AND ')
}

function isInKey(column: string, table: Change['table'], view: RecipeView): boolean {
  const primary = view.table(table)?.indexes.find((index) => index.primary)
  return primary?.elements.some((each) => each.column?.toLowerCase() === column.toLowerCase()) === true
}

/** Values of which it is plain that they are not NULL. */
const neverNull =
  /^(?:-?\d+(?:\.\d+)?|'(?:[^'\\]|\\.|'')*'|true|false|(?:now|current_timestamp|utc_timestamp|uuid|rand)\s*\(\d*\)|current_timestamp)$/i

/** Whether the condition does not hold for a row any longer once it has its new values. */
function isFalsified(columns: readonly string[], values: readonly string[], where: string | undefined): boolean {
  if (where === undefined) return false
  return textTerms(where).some(
    (term) =>
      term.kind === 'null' &&
      columns.some(
        (column, index) =>
          column.toLowerCase() === term.column.toLowerCase() && neverNull.test((values[index] ?? '').trim())
      )
  )
}

/** Functions that give another value each time: https://dev.mysql.com/doc/refman/8.4/en/functions.html */
const changing = new Set(
  (
    'rand uuid uuid_short now sysdate current_timestamp current_date current_time curdate curtime localtime ' +
    'localtimestamp utc_timestamp utc_date utc_time unix_timestamp last_insert_id row_count found_rows connection_id ' +
    'nextval random_bytes sys_guid'
  ).split(' ')
)

/** Why it would not be the same to do it once or twice; `undefined`: it is. */
function whyNotRepeatable(columns: readonly string[], values: readonly string[]): string | undefined {
  for (const [index, value] of values.entries()) {
    const column = columns[index] ?? ''
    const words = wordsIn(value)
    if ([...words].some((word) => changing.has(word) || word.startsWith('@'))) {
      return `the value of \`${column}\` is another one each time`
    }
    const read = columns.find((each) => words.has(each.toLowerCase()))
    // Of another table it may be.
    if (read !== undefined) return `the value of \`${column}\` depends on \`${read}\`, which it changes`
  }
  return undefined
}
