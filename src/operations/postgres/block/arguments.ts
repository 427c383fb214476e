/** What a call gives to the parameters of a routine, as far as that is certain. */
import type {CreateFunctionStmt, FuncCall, Node} from 'libpg-query'
import {allOf, as, strings} from '../node.js'
import type {Known, Part} from './constant-text.js'
import {nothingKnown, valueOf} from './constant-text.js'

/** By name of the parameter. `undefined` where the statement calls it more than once, or otherwise than by positions. */
export function argumentsOf(
  statement: Node,
  name: string,
  {parameters}: CreateFunctionStmt,
  known: Known
): ReadonlyMap<string, readonly Part[]> | undefined {
  const [call, ...more] = callsIn(statement, name)
  const {args = [], func_variadic: isArray = false} = call ?? {}
  if (!call || more.length > 0 || isArray || args.some((arg) => as(arg, 'NamedArgExpr'))) return undefined
  const declared = allOf(parameters, 'FunctionParameter')
  const isPlain = declared.every(({mode = ''}) => mode === 'FUNC_PARAM_DEFAULT' || mode === 'FUNC_PARAM_IN')
  if (!isPlain || args.length > declared.length) return undefined
  const seen = readsRows(statement) ? nothingKnown : known
  const given = new Map<string, readonly Part[]>()
  for (const [index, parameter] of declared.entries()) {
    const arg = args[index]
    const value = arg ? valueOf(arg, seen) : valueOf(parameter.defexpr, nothingKnown)
    if (value && parameter.name !== undefined) given.set(parameter.name, value)
  }
  return given
}

/** A name may be that of a column then. */
function readsRows(statement: Node): boolean {
  const isPlain = as(statement, 'SelectStmt') ?? as(statement, 'CallStmt')
  return !isPlain || JSON.stringify(statement).includes('"fromClause"')
}

function callsIn(value: unknown, name: string): FuncCall[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => callsIn(item, name))
  const call = 'funcname' in value ? (value as FuncCall) : undefined
  const isCalled = call !== undefined && strings(call.funcname).at(-1) === name
  return [...(isCalled ? [call] : []), ...Object.values(value).flatMap((inner) => callsIn(inner, name))]
}
