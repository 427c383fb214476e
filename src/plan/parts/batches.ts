/** UPDATE and DELETE of many rows as work in batches. */
import {quoteName} from '../../sql/postgres.js'
import {columnsIn, nodeOf, walk} from '../../knowledge/postgres/expressions/tree.js'
import {isVolatile} from '../../knowledge/postgres/expressions/volatility.js'
import {hasOffset, touchedRows} from '../../knowledge/touched-rows.js'
import type {Expression, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'
import type {BatchInput} from '../steps.js'
import type {RecipeView} from '../recipe.js'
import {isComparable, isFalsified, nullColumns, whyNotRepeatable} from './idempotence.js'
import {neededColumns} from './presence.js'
import {qualify} from './qualify.js'
import type {Names} from './qualify.js'
import {objectOf, typeSql} from './sql.js'
import {readClauses} from './statement-text.js'

type Change = Operation<'rows.update' | 'rows.delete'>

/** The batches, and what a person should know of them; `unsafe`: there are none, and why. */
export type Batches = {input: BatchInput; notes: string[]} | {unsafe: string}

/** Whether it may touch any number of rows of a table that others use. */
export function touchesMany(change: Change, view: RecipeView): boolean {
  if (!view.hasTraffic(change.table) || view.isEmpty(change.table)) return false
  return hasOffset(change.where) || touchedRows(change, view.table(change.table)) !== 'few'
}

/** Put a statement into the form of batches. */
export function toBatches(change: Change, view: RecipeView): Batches {
  const clauses = readClauses(view.text)
  const verb = change.kind === 'rows.update' ? 'update' : 'delete'
  const what = `\`${verb.toUpperCase()}\` of \`${change.table.name}\``
  if (!new RegExp(`^${verb}\\b`, 'i').test(clauses['head'] ?? '')) {
    return {
      unsafe: `The ${what} stands in a larger statement (\`WITH\`), expected it by itself: it cannot be cut into batches`
    }
  }
  const cut = withoutOffset(change)
  if (cut === undefined)
    return {unsafe: `The rows of the ${what} are counted off with \`OFFSET\` in a way that no batches can follow`}
  const names = namesOf(change, clauses, cut.where, view)
  const joined = clauses[verb === 'update' ? 'FROM' : 'USING']
  if (cut.where === change.where && change.reads.some((read) => isSame(read, change.table, view))) {
    return {
      unsafe: `The ${what} reads \`${change.table.name}\` beside the row: each batch would see what the ones before it changed`
    }
  }
  if (cut.where !== undefined && isRandom(cut.where, view)) {
    return {unsafe: `The condition of the ${what} is another one each time: nobody could say which rows are done`}
  }
  const batches =
    change.kind === 'rows.delete'
      ? deletion(change, cut.where, joined, names, view)
      : update({...change, where: cut.where}, joined, names, view)
  if ('unsafe' in batches) return {unsafe: `The ${what} ${batches.unsafe}`}
  return {input: change.only === true ? {...batches, only: true} : batches, notes: cut.notes}
}

function deletion(
  {table}: Operation<'rows.delete'>,
  where: Expression | undefined,
  joined: string | undefined,
  names: Names,
  view: RecipeView
): BatchInput | {unsafe: string} {
  const own = {table: objectOf(table, view), verb: 'delete', idempotent: true} as const
  if (joined !== undefined) {
    const [from, condition] = [
      qualify(joined, {...names, inside: true}),
      qualify(where?.text ?? 'true', {...names, inside: true})
    ]
    if (from === undefined || condition === undefined) return {unsafe: ambiguous}
    return {...own, where: `EXISTS (SELECT 1 FROM ${from} WHERE ${condition})`}
  }
  if (where === undefined) return own
  const condition = qualify(where.text, names)
  return condition === undefined ? {unsafe: ambiguous} : {...own, where: condition}
}

const ambiguous = 'names columns of tables that are not known here: give `--schema` or `--database-url`'

function update(
  change: Operation<'rows.update'>,
  joined: string | undefined,
  names: Names,
  view: RecipeView
): BatchInput | {unsafe: string} {
  const {columns, table, values, where} = change
  if (values.some(({text}) => text === ''))
    return {unsafe: 'assigns a list of columns at once, expected each by itself'}
  const falsified = joined === undefined && isFalsified(change)
  const why = falsified ? undefined : whyNotRepeatable(change, view)
  if (why !== undefined) {
    return {
      unsafe: `cannot be done in batches that may be repeated: ${why}, and the condition does not say which rows are done`
    }
  }
  const inside = joined !== undefined
  const written = values.map(({text}) => qualify(text, {...names, inside}))
  const condition = where === undefined ? undefined : qualify(where.text, {...names, inside})
  const from = joined === undefined ? undefined : qualify(joined, {...names, inside})
  if (
    written.includes(undefined) ||
    (where && condition === undefined) ||
    (joined !== undefined && from === undefined)
  ) {
    return {unsafe: ambiguous}
  }
  const texts = written.map((text) => text ?? '')
  const own = {table: objectOf(table, view), verb: 'update'} as const
  const wrong = falsified ? undefined : differencesOf(columns, texts, view.table(table), view)
  const mayStay = wrong !== undefined && isWatched(view.table(table)) ? {mayStay: true as const} : {}
  if (from === undefined) {
    const set = columns.map((column, index) => `${quoteName(column)} = ${texts[index] ?? ''}`).join(', ')
    const isWrong = wrong && wrongSql(change, wrong, view)
    const parts = [condition, isWrong].filter((part) => part !== undefined)
    return {...own, set, where: allOf(parts), idempotent: falsified || wrong !== undefined, ...mayStay}
  }
  const rows = `FROM ${from} WHERE ${condition ?? 'true'}`
  const list = columns.map(quoteName).join(', ')
  const set = `${columns.length === 1 ? list : `(${list})`} = (SELECT ${texts.join(', ')} ${rows} LIMIT 1)`
  const right =
    wrong &&
    `NOT EXISTS (SELECT 1 FROM ${from} WHERE (${condition ?? 'true'}) AND (${wrong.target.join(', ')}) IS NOT DISTINCT FROM (${wrong.values.join(', ')}))`
  const parts = [`EXISTS (SELECT 1 ${rows})`, right].filter((part) => part !== undefined)
  return {...own, set, where: allOf(parts), idempotent: wrong !== undefined, ...mayStay}
}

function allOf(parts: readonly string[]): string | undefined {
  if (parts.length < 2) return parts[0]
  return parts.map((part) => `(${part})`).join(' AND ')
}

/** Column by column. */
interface Differences {
  target: readonly string[]
  values: readonly string[]
}

/**
 * What a row has, and what it is to have, as the column stores it: as texts where values of the type have no `=`;
 * `undefined` where the columns are not known.
 */
function differencesOf(
  columns: readonly string[],
  values: readonly string[],
  table: Table | undefined,
  view: RecipeView
): Differences | undefined {
  const found = columns.map((name) => table?.columns.find((column) => column.name === name))
  if (!found.every((column) => column?.type !== undefined)) return undefined
  const asText = found.map((column) => (isComparable(column, view) ? '' : '::text'))
  const casts = found.map(
    (column, index) =>
      `CAST(${values[index] ?? ''} AS ${column?.type ? typeSql(column.type) : ''})${asText[index] ?? ''}`
  )
  const own = columns.map((column, index) => `target.${quoteName(column)}${asText[index] ?? ''}`)
  return {target: own, values: casts}
}

/** Whether a trigger may make something else of the values. */
function isWatched(table: Table | undefined): boolean {
  return (table?.triggers ?? []).some(
    ({enabled, events, row, timing}) => enabled !== false && timing === 'before' && row && events.includes('update')
  )
}

/** Whether a row is not right yet. What the condition says of its columns is not asked again: each row pays for it. */
function wrongSql(
  {columns, table, values, where}: Operation<'rows.update'>,
  all: Differences,
  view: RecipeView
): string {
  const empty = nullColumns(where)
  const own = view.table(table)?.columns ?? []
  const others = columns.flatMap((column, index) => (empty.has(column) ? [] : [index]))
  const parts = columns.flatMap((column, index) => {
    if (!empty.has(column)) return []
    const needed = neededColumns(values[index]?.tree, own, view)
    if (needed === undefined) return [`${all.values[index] ?? ''} IS NOT NULL`]
    return [[...needed].map((name) => `target.${quoteName(name)} IS NOT NULL`).join(' AND ') || 'true']
  })
  const rowOf = (texts: readonly string[]): string => others.map((index) => texts[index]).join(', ')
  // One value in brackets is no row.
  const rest = others.length === 0 ? [] : [`(${rowOf(all.target)}) IS DISTINCT FROM (${rowOf(all.values)})`]
  return parts.length + rest.length === 1
    ? (parts[0] ?? rest[0] ?? '')
    : [...parts.map((part) => `(${part})`), ...rest].join(' OR ')
}

/** The columns and names that expressions of the statement may use. */
function namesOf(
  change: Change,
  {head = ''}: Readonly<Record<string, string>>,
  where: Expression | undefined,
  view: RecipeView
): Names {
  const found = view.table(change.table)
  const alias = /(?:\s+AS)?\s+("(?:[^"]|"")+"|[\w$]+)\s*$/i.exec(head.replace(/\*\s*$/, ''))?.[1] ?? change.table.name
  const readable = alias.startsWith('"') ? alias.slice(1, -1).replaceAll('""', '"') : alias.toLowerCase()
  const trees = [where, ...(change.kind === 'rows.update' ? change.values : [])].map((each) => each?.tree)
  const isKnown = found !== undefined && found.incomplete !== true
  const columns = isKnown ? found.columns.map(({name}) => name) : trees.flatMap((tree) => [...columnsIn(tree)])
  const others = change.reads.map((read) => view.table(read))
  const areKnown = isKnown && others.every((other) => other !== undefined && other.incomplete !== true)
  return {
    aliases: [readable, change.table.name],
    columns: new Set(columns),
    others: areKnown ? new Set(others.flatMap((other) => (other?.columns ?? []).map(({name}) => name))) : undefined
  }
}

/** Where batches are cut with `OFFSET`, all of them are meant: the condition is that of the sub-select. */
function withoutOffset({table, where}: Change): {where: Expression | undefined; notes: string[]} | undefined {
  if (!hasOffset(where)) return {where, notes: []}
  const inner = /^\s*(?:[\w."]+|\([^()]*\))\s+IN\s*\(\s*(SELECT\b[\s\S]*)\)\s*$/i.exec(where?.text ?? '')?.[1]
  const select = subSelect(where?.tree)
  const from = Array.isArray(select?.['fromClause']) ? (select['fromClause'] as unknown[]) : []
  const relation = nodeOf(from[0])
  const isOwn =
    from.length === 1 &&
    relation?.[0] === 'RangeVar' &&
    relation[1]['relname'] === table.name &&
    relation[1]['alias'] === undefined
  if (inner === undefined || select === undefined || !isOwn) return undefined
  const condition = readClauses(inner)['WHERE']
  const tree = select['whereClause']
  const notes = [
    `\`LIMIT\` and \`OFFSET\` are left out: the batches take all rows of \`${table.name}\`${condition === undefined ? '' : ' that meet the condition'}`
  ]
  if (hasSubSelect(tree)) return undefined
  return {where: condition === undefined ? undefined : {text: condition, tree}, notes}
}

function subSelect(tree: unknown): Readonly<Record<string, unknown>> | undefined {
  const link = nodeOf(tree)
  const select = link?.[0] === 'SubLink' ? nodeOf(link[1]['subselect']) : undefined
  return select?.[0] === 'SelectStmt' ? select[1] : undefined
}

function hasSubSelect(tree: unknown): boolean {
  let reads = false
  walk(tree, (name) => {
    reads ||= name === 'SubLink'
  })
  return reads
}

function isRandom(where: Expression, {catalog, session, version}: RecipeView): boolean {
  return isVolatile(where.tree, {catalog, session, version: version[0] ?? 0}) !== false
}

function isSame(read: Name, table: Name, view: RecipeView): boolean {
  const [a, b] = [objectOf(read, view), objectOf(table, view)]
  return a.schema === b.schema && a.name === b.name
}
