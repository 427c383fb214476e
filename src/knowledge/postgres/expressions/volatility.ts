/**
 * Whether an expression is volatile: then the server evaluates it for every row, instead of once.
 * https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
import type {Expression} from '../../../operations/definitions.js'
import type {Catalog} from '../../../schema/catalog.js'
import {takesArguments} from '../../../schema/called-routines.js'
import type {Routine} from '../../../schema/objects.js'
import {keyOf} from '../../../schema/objects.js'
import type {Session} from '../../../schema/session.js'
import type {Verdict} from '../../effect.js'
import {steadyFunctions, volatileFunctions} from '../data/functions.js'
import {wordsOf} from '../data/words.js'
import {inlinedBody} from './inlining.js'
import {listOf, nameParts, nodeOf, typeOf, walk} from './tree.js'
import {any} from './verdict.js'

export interface Surroundings {
  catalog: Catalog
  session: Session
  version: number
}

/** @returns `undefined` where it calls a function that nobody knows. */
export function isVolatile(tree: unknown, surroundings: Surroundings): Verdict {
  return any(calls(tree), ([name, parameters]) => isVolatileCall(name, parameters, surroundings))
}

type Call = [name: readonly string[], parameters: readonly unknown[]]

function calls(tree: unknown): Call[] {
  const found: Call[] = []
  walk(tree, (name, fields) => {
    if (name === 'FuncCall') found.push([nameParts(fields.funcname), listOf(fields.args)])
  })
  return found
}

function isVolatileCall(parts: readonly string[], parameters: readonly unknown[], surroundings: Surroundings): Verdict {
  const name = parts.at(-1) ?? ''
  const schema = parts.length > 1 ? parts[0] : undefined
  const own = schema === 'pg_catalog' ? [] : routinesNamed(schema, name, surroundings)
  const fitting = own.filter((routine) => takesArguments(routine, parameters.length))
  const candidates = fitting.length > 0 ? fitting : own
  if (candidates.length > 0) {
    const verdicts = candidates.map((routine) => {
      const byDefault = any(defaultsTaken(routine, parameters), ({tree}) => isVolatile(tree, surroundings))
      return any([isVolatileRoutine(routine, surroundings), byDefault], (verdict) => verdict)
    })
    return verdicts.every((verdict) => verdict === verdicts[0]) ? verdicts[0] : undefined
  }
  return isVolatileOfServer(name, parameters, surroundings.version)
}

/** The defaults of the arguments that a call leaves out; it may name those that it gives. */
function defaultsTaken(
  {argumentDefaults = [], arguments: types}: Routine,
  parameters: readonly unknown[]
): readonly Expression[] {
  if (parameters.length >= types.length) return []
  const isNamed = parameters.some((parameter) => nodeOf(parameter)?.[0] === 'NamedArgExpr')
  return isNamed ? argumentDefaults : argumentDefaults.slice(parameters.length - types.length)
}

function routinesNamed(schema: string | undefined, name: string, {catalog, session}: Surroundings): readonly Routine[] {
  const resolved = session.resolve({schema, name}, (candidate) => catalog.routines.has(keyOf(candidate)))
  return catalog.routines.get(keyOf(resolved)) ?? []
}

/** A function of the user: what is declared, unless the planner replaces the call by the body. */
function isVolatileRoutine(routine: Routine, surroundings: Surroundings): Verdict {
  if (routine.volatility !== 'volatile') return false
  const body = inlinedBody(routine)
  return body === undefined ? true : isVolatile(body, surroundings)
}

function isVolatileOfServer(name: string, parameters: readonly unknown[], version: number): Verdict {
  const special = mixed.get(name)
  if (special) return special(parameters, version)
  if (parameters.length > 0 && argumentless.has(name)) return undefined
  if (wordsOf(volatileFunctions, version).has(name)) return true
  if (wordsOf(steadyFunctions, version).has(name)) return false
  return undefined
}

/** Steady functions of the server that take no arguments: with some, one of the user is meant, or none. */
export const argumentless: ReadonlySet<string> = new Set(['now', 'statement_timestamp', 'transaction_timestamp'])

/** Names of which only some overloads are volatile; a live test holds the list against the servers. */
const mixed = new Map<string, (parameters: readonly unknown[], version: number) => Verdict>(
  Object.entries({
    ts_rewrite: (parameters) => parameters.length === 2,
    // `time with time zone AT TIME ZONE …`, up to PostgreSQL 14.
    timezone: (parameters, version) => version < 15 && isTimeWithZone(parameters[1])
  })
)

function isTimeWithZone(tree: unknown): boolean {
  const node = nodeOf(tree)
  if (node?.[0] === 'TypeCast') return typeOf(node[1].typeName)?.name === 'timetz'
  return node?.[0] === 'SQLValueFunction' && /^SVFOP_CURRENT_TIME(_N)?$/.test(String(node[1].op))
}
