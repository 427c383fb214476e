/** What is known of the values of expressions. */
import type {Expression} from '../../operations/definitions.js'
import {constantOf, isRecord, nameParts, nodeOf, walk} from '../../knowledge/postgres/expressions/tree.js'
import {isVolatile} from '../../knowledge/postgres/expressions/volatility.js'
import type {RecipeView} from '../recipe.js'

/** Functions of the server that never give NULL, whatever they are given that is none. */
const neverNull = new Set([
  'gen_random_uuid',
  'uuid_generate_v4',
  'uuid_generate_v1',
  'uuidv4',
  'uuidv7',
  'random',
  'now',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'nextval',
  'txid_current',
  'pg_current_xact_id'
])

/** Functions of which each transaction gets another value: https://www.postgresql.org/docs/current/functions-datetime.html */
const ofTransaction = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'txid_current',
  'pg_current_xact_id'
])

/** Whether it gives the same for the same row, whenever it is asked; `false` also where nobody knows. */
export function isSteady({tree}: Expression, {catalog, session, version}: RecipeView): boolean {
  if (tree === undefined) return false
  const changing: string[] = []
  walk(tree, (name, fields) => {
    if (name === 'SQLValueFunction' && !/USER|ROLE|CATALOG|SCHEMA/.test(String(fields['op']))) changing.push(name)
    const called = name === 'FuncCall' ? nameParts(fields['funcname']).at(-1) : undefined
    if (called !== undefined && ofTransaction.has(called)) changing.push(called)
  })
  return (
    changing.length === 0 && isVolatile(withoutAggregates(tree), {catalog, session, version: version[0] ?? 0}) === false
  )
}

/** Of the server, each always the same for the same rows. */
const aggregates = new Set(
  'count max min sum avg bool_and bool_or every array_agg string_agg json_agg jsonb_agg stddev variance'.split(' ')
)

/** The expression as if what aggregates are given stood there by itself: nobody lists them among the functions. */
function withoutAggregates(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutAggregates)
  if (!isRecord(tree)) return tree
  const called = isRecord(tree['FuncCall']) ? tree['FuncCall'] : undefined
  if (called && aggregates.has(nameParts(called['funcname']).at(-1) ?? ''))
    return withoutAggregates(called['args'] ?? [])
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withoutAggregates(value)]))
}

/** Whether every row that is there gets a value of its own. */
export function isVolatileValue({tree}: Expression, {catalog, session, version}: RecipeView): boolean {
  return isVolatile(tree, {catalog, session, version: version[0] ?? 0}) !== false
}

/** Whether it never gives NULL. */
export function isNeverNull({tree}: Expression): boolean {
  const constant = constantOf(tree)
  if (constant !== undefined) return typeof constant === 'string'
  const node = nodeOf(tree)
  if (node?.[0] === 'SQLValueFunction') return true
  if (node?.[0] === 'TypeCast') return isNeverNull({text: '', tree: node[1]['arg']})
  return node?.[0] === 'FuncCall' && neverNull.has(nameParts(node[1]['funcname']).at(-1) ?? '')
}
