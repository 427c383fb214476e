/** Calls by which an extension takes over a table: Citus distributes it, Timescale splits it by time. */
import type {Expression, Name} from '../../operations/definitions.js'
import type {Context, Handlers} from './context.js'
import {editTable} from './context.js'

/** The value of a constant, also behind casts: `'account'::regclass`. */
function constantOf({tree}: Expression): string | undefined {
  let node = tree as {TypeCast?: {arg?: unknown}; A_Const?: {sval?: {sval?: string}}} | undefined
  while (node?.TypeCast) node = node.TypeCast.arg as typeof node
  return node?.A_Const?.sval?.sval
}

/** `by_range('time')` and `by_hash('device')` of newer versions of Timescale. */
function dimensionOf(argument: Expression): string | undefined {
  const call = (argument.tree as {FuncCall?: {args?: unknown[]}} | undefined)?.FuncCall
  return constantOf({text: '', tree: call ? call.args?.[0] : argument.tree})
}

function nameOf(text: string): Name {
  const parts = text.split('.').map((part) => part.replace(/^"(.*)"$/, '$1'))
  const name = parts.pop() ?? text
  return {schema: parts.pop(), name}
}

function distribute(called: string, [first, second]: readonly Expression[], context: Context): void {
  const table = first && constantOf(first)
  if (table === undefined) return
  const column = second && called !== 'create_reference_table' ? dimensionOf(second) : undefined
  const columns = column === undefined ? [] : [column]
  editTable(context, nameOf(table), (before) => {
    const others = called === 'add_dimension' ? (before.distributedBy ?? []) : []
    return {...before, distributedBy: [...others, ...columns]}
  })
}

/** The columns that Timescale splits a table by whose options say so; `undefined`: an ordinary one. */
export function splitBy(options: Readonly<Record<string, string>>): readonly string[] | undefined {
  const option = (name: string): string | undefined => options[`tsdb.${name}`] ?? options[`timescaledb.${name}`]
  const isSplit = option('hypertable')
  if (isSplit === undefined || /^(?:false|off|0|no)$/i.test(isSplit)) return undefined
  const column = option('partition_column')
  return column === undefined ? [] : [column]
}

const distributing = new Set([
  'create_distributed_table',
  'create_reference_table',
  'create_hypertable',
  'add_dimension'
])

export const distributionChanges: Pick<Handlers, 'rows.select' | 'table.replica-identity'> = {
  'rows.select': ({calls}, context) => {
    for (const call of calls) {
      if (distributing.has(call.function.name)) distribute(call.function.name, call.arguments, context)
    }
  },
  'table.replica-identity': ({identity, table}, context) => {
    editTable(context, table, (before) => ({...before, replicaIdentity: identity}))
  }
}
