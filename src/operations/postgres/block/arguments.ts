/** What a call gives to the parameters of a routine, as far as that is certain. */
import type {CreateFunctionStmt, FuncCall, FunctionParameter, Node} from 'libpg-query'
import {allOf, as, strings} from '../node.js'
import type {Known, Part} from './constant-text.js'
import {isText, nothingKnown, valueOf} from './constant-text.js'

/** By name of the parameter. `undefined` where the statement calls it more than once, or otherwise than by positions. */
export function argumentsOf(
  statement: Node,
  name: string,
  {options, parameters}: CreateFunctionStmt,
  known: Known
): ReadonlyMap<string, readonly Part[]> | undefined {
  const [call, ...more] = callsIn(statement, name)
  const {args = [], func_variadic: isArray = false} = call ?? {}
  if (!call || more.length > 0 || isArray || args.some((arg) => as(arg, 'NamedArgExpr'))) return undefined
  const declared = allOf(parameters, 'FunctionParameter')
  const isPlain = declared.every(({mode = ''}) => mode === 'FUNC_PARAM_DEFAULT' || mode === 'FUNC_PARAM_IN')
  if (!isPlain || args.length > declared.length) return undefined
  // Its names are looked for in another place than those of the caller.
  if (allOf(options, 'DefElem').some(({defname}) => defname === 'set')) return undefined
  const seen = readsRows(statement) ? nothingKnown : known
  const given = new Map<string, readonly Part[]>()
  for (const [index, parameter] of declared.entries()) {
    const arg = args[index]
    const value = arg ? valueFor(arg, parameter, seen) : valueOf(parameter.defexpr, nothingKnown)
    if (value && parameter.name !== undefined) given.set(parameter.name, value)
  }
  return given
}

/**
 * A value of the type of the parameter itself: that of another type means another routine of the name, which an earlier
 * file may have made. A text without a type goes before others to the type `text`.
 * https://www.postgresql.org/docs/current/typeconv-func.html
 */
function valueFor(arg: Node, {argType}: FunctionParameter, known: Known): readonly Part[] | undefined {
  const isArray = (argType?.arrayBounds ?? []).length > 0
  const type = isArray ? undefined : strings(argType?.names).at(-1)
  if (type === 'text') return isText(arg, known) ? valueOf(arg, known) : undefined
  return type === 'int4' && as(arg, 'A_Const')?.ival ? valueOf(arg, known) : undefined
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
