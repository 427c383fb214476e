/** Which column of a new table comes from where: what `INSERT … SELECT` says of it. */
import {quoteName} from '../../sql/postgres.js'
import type {Expression} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {columnOf, listOf, nameParts, nodeOf, walk} from '../../knowledge/postgres/expressions/tree.js'
import type {Table} from '../../schema/objects.js'
import {isSteady} from '../parts/values.js'
import type {RecipeView} from '../recipe.js'
import {withoutTable} from './names.js'

type Columns = {columns: Record<string, string>} | {reason: string}

/** Read it; columns that are copied as they are get their bare names. */
export function columnsOfCopy(insert: Operation<'rows.insert'>, old: Table, fresh: Table, view: RecipeView): Columns {
  const {copies} = insert
  if (copies === undefined || insert.conflict !== undefined) {
    return {reason: 'the rows are not taken one for one: some are left out, joined, grouped or merged'}
  }
  const values = copies.values.flatMap((value): Expression[] => (isStar(value) ? old.columns.map(bare) : [value]))
  const names = insert.columns.length > 0 ? insert.columns : fresh.columns.map(({name}) => name)
  if (values.length > names.length || (insert.columns.length > 0 && values.length < names.length)) {
    return {reason: `${String(values.length)} values are copied into ${String(names.length)} columns`}
  }
  const columns: Record<string, string> = {}
  for (const [index, value] of values.entries()) {
    const name = names[index] ?? ''
    const expression = expressionOf(value, copies.from, old, view)
    if ('reason' in expression) return {reason: `column \`${name}\` ${expression.reason}`}
    columns[name] = expression.sql
  }
  return {columns}
}

function isStar({tree}: Expression): boolean {
  const node = nodeOf(tree)
  return node?.[0] === 'ColumnRef' && listOf(node[1]['fields']).some((field) => nodeOf(field)?.[0] === 'A_Star')
}

function bare({name}: {name: string}): Expression {
  return {text: quoteName(name), tree: {ColumnRef: {fields: [{String: {sval: name}}]}}}
}

function expressionOf(value: Expression, from: string, old: Table, view: RecipeView): {sql: string} | {reason: string} {
  const known = new Set(old.columns.map(({name}) => name))
  const column = columnOf(value.tree)
  if (column !== undefined) {
    return known.has(column)
      ? {sql: quoteName(column)}
      : {reason: `comes from \`${column}\`, which is no column of \`${old.name}\``}
  }
  const reason = whyNot(value.tree, known)
  if (reason !== undefined) return {reason}
  if (!isSteady(value, view)) return {reason: 'comes from an expression that may give another value each time'}
  return {sql: withoutTable(value.text, from)}
}

/** Functions that make one row of many. */
const aggregates = new Set(
  'count max min sum avg bool_and bool_or every array_agg string_agg json_agg jsonb_agg stddev variance'.split(' ')
)

/** Why an expression does not have one value for each row, that the row alone decides. */
function whyNot(tree: unknown, known: ReadonlySet<string>): string | undefined {
  let reason: string | undefined
  walk(tree, (name, fields) => {
    if (name === 'SubLink') reason ??= 'comes from a query, and not from the row alone'
    if (name === 'FuncCall' && (fields['over'] !== undefined || fields['agg_star'] === true)) {
      reason ??= 'comes from several rows'
    }
    if (name === 'FuncCall' && aggregates.has(nameParts(fields['funcname']).at(-1) ?? '')) {
      reason ??= 'comes from several rows'
    }
    if (name === 'ParamRef') reason ??= 'comes from a parameter'
    const column = name === 'ColumnRef' ? nameParts(fields['fields']).at(-1) : undefined
    if (name === 'ColumnRef' && !known.has(column ?? '')) {
      reason ??= `comes from \`${column ?? '*'}\`, which is no column`
    }
  })
  return reason
}
