import type {SelectStmt} from 'libpg-query'
import type {Expression} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import {constantText, countText} from '../constant.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {allOf, as} from '../node.js'
import type {Stretch} from '../source.js'
import {rangeOf} from '../source.js'
import {toTemporary} from '../table/temporary.js'
import {callsIn, readsOf} from './reads.js'

/** A query: what it reads, what it calls, and what it makes with `INTO`. */
export function lowerSelect(select: SelectStmt, stretch: Stretch): Operation[] {
  const range = rangeOf(stretch)
  const reads = readsOf(select)
  const target = leftmost(select).intoClause?.rel
  if (target) {
    return [
      operation('table.create', range, {
        table: toName(target),
        columns: [],
        constraints: [],
        indexes: [],
        ...toTemporary(target, undefined),
        like: [],
        asQuery: {reads: reads.relations, columns: [], withData: true, ...callsIn(reads)},
        inherits: [],
        options: {},
        ...(target.relpersistence === 'u' ? {unlogged: true} : {})
      })
    ]
  }

  const settings = reads.calls.flatMap((call) => toSetting(call, stretch) ?? [])
  if (settings.length > 0 && settings.length === reads.calls.length && reads.relations.length === 0) return settings

  const limit = countText(select.limitCount)
  const offset = countText(select.limitOffset)
  const query = operation('rows.select', range, {
    reads: reads.relations,
    calls: reads.calls,
    ...(reads.lock === undefined ? {} : {lock: reads.lock}),
    ...(limit === undefined ? {} : {limit}),
    ...(offset === undefined ? {} : {offset})
  })
  return [...settings, query]
}

/** `INTO` stands in the first part of a `UNION`. */
function leftmost(select: SelectStmt): SelectStmt {
  let part = select
  while (part.larg) part = part.larg
  return part
}

type Call = ReturnType<typeof readsOf>['calls'][number]

/** `set_config('lock_timeout', '2s', false)` is a `SET`. */
function toSetting(call: Call, stretch: Stretch): Operation | undefined {
  const {name, schema} = call.function
  if (name !== 'set_config' || (schema !== undefined && schema !== 'pg_catalog')) return undefined
  const [setting, value, local] = call.arguments.map(textOfArgument)
  if (setting === undefined || value === undefined) return undefined
  return operation('session.set', rangeOf(stretch), {
    name: setting.toLowerCase(),
    value,
    scope: local === 'false' || local === 'f' ? 'session' : 'local'
  })
}

function textOfArgument({tree}: Expression): string | undefined {
  return constantText(tree as Parameters<typeof constantText>[0])
}

/** Columns that a query of constants or names gives, as far as they are written. */
export function columnsOfQuery(select: SelectStmt | undefined): string[] {
  return outputNames(select).filter((name) => name !== undefined)
}

/** Those of a view: none where they are not all written, so that nobody misses one. */
export function columnsOfView(select: SelectStmt | undefined): string[] {
  const names = outputNames(select)
  return names.includes(undefined) ? [] : columnsOfQuery(select)
}

/** https://www.postgresql.org/docs/current/sql-select.html#SQL-SELECT-LIST */
function outputNames(select: SelectStmt | undefined): Array<string | undefined> {
  return allOf(select?.targetList, 'ResTarget').map(
    ({name, val}) => name ?? as((as(val, 'ColumnRef')?.fields ?? as(val, 'FuncCall')?.funcname)?.at(-1), 'String')?.sval
  )
}
