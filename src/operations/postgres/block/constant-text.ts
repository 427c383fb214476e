/** The value of an expression that is made of literals, of what is known of variables, and of the digits of moments. */
import type {FuncCall, Node} from 'libpg-query'
import {constantText} from '../constant.js'
import {as, strings} from '../node.js'

/** Digits that are only known at run time, of which there may be none: a part of a date. */
export interface Digits {
  /** What stands for them: no other digits of the same file have it, nor what nobody would write there. */
  shown: string
  /** They are digits and `_` only, so that they can be a part of a name; else there is punctuation between them. */
  isWord: boolean
}

/** Texts that stand beside each other are one. */
export type Part = string | Digits

/** What is known of the variables where an expression stands. */
export interface Known {
  /** The value of a variable. */
  valueOf: (name: string) => readonly Part[] | undefined
  /** Whether a variable is of the type `text`. */
  isText: (name: string) => boolean
  /** Whether a variable is of a date or a timestamp. */
  isMoment: (name: string) => boolean
  /** The number of the next digits of the file, from 1. */
  number: () => number
}

/** Where there are no variables. */
export const nothingKnown: Known = {
  valueOf: () => undefined,
  isText: () => false,
  isMoment: () => false,
  number: () => 0
}

/** `undefined` where anything else in it is only known at run time. */
export function valueOf(node: Node | undefined, known: Known): readonly Part[] | undefined {
  const concatenation = as(node, 'A_Expr')
  if (concatenation) {
    if (strings(concatenation.name).at(-1) !== '||') return undefined
    return join([valueOf(concatenation.lexpr, known), valueOf(concatenation.rexpr, known)])
  }
  const call = as(node, 'FuncCall')
  if (call) return valueOfCall(call, known)
  const variable = variableIn(node)
  if (variable !== undefined) return known.valueOf(variable)
  const cast = as(node, 'TypeCast')
  if (cast && isWholeText(node)) return valueOf(cast.arg, known)
  const text = literalText(node)
  return text === undefined ? undefined : [text]
}

/** Numbers that are written as the server writes them: `1e3` becomes `1000`, `.5` becomes `0.5`. */
const plainNumber = /^(?:0|[1-9]\d*)(?:\.\d+)?$/

/** A literal where it becomes a part of a text as it stands: `true` becomes `t`, and any other type has its own way. */
function literalText(node: Node | undefined): string | undefined {
  const {fval, ival, sval} = as(node, 'A_Const') ?? {}
  if (fval) return plainNumber.test(fval.fval ?? '') ? fval.fval : undefined
  return sval || ival ? constantText(node) : undefined
}

/** Whether what has a value is of the type `text`, or a literal without a type. */
export function isText(node: Node, known: Known): boolean {
  const variable = variableIn(node)
  if (variable !== undefined) return known.isText(variable)
  if (as(node, 'TypeCast')) return typeOfCast(node) === 'text'
  const constant = as(node, 'A_Const')
  return constant ? constant.sval !== undefined : as(node, 'A_Expr') !== undefined || as(node, 'FuncCall') !== undefined
}

/** The same as one text; `undefined` where some of it is not known. */
export function onlyText(parts: readonly Part[] | undefined): string | undefined {
  const [part, ...more] = parts ?? []
  return more.length === 0 && typeof part === 'string' ? part : undefined
}

function variableIn(node: Node | undefined): string | undefined {
  const fields = as(node, 'ColumnRef')?.fields
  const [name, ...more] = strings(fields)
  return more.length === 0 && fields?.length === 1 ? name : undefined
}

function typeOfCast(node: Node | undefined): string | undefined {
  const type = as(node, 'TypeCast')?.typeName
  if (!type || (type.typmods ?? []).length > 0 || (type.arrayBounds ?? []).length > 0) return undefined
  return strings(type.names).at(-1)
}

const isWholeText = (node: Node | undefined): boolean => ['text', 'varchar'].includes(typeOfCast(node) ?? '')

function valueOfCall(call: FuncCall, known: Known): readonly Part[] | undefined {
  const {args = [], func_variadic: isArray = false, funcname} = call
  const [name, schema = 'pg_catalog'] = strings(funcname).reverse()
  if (schema !== 'pg_catalog' || isArray || args.some((arg) => as(arg, 'NamedArgExpr'))) return undefined
  if (name === 'to_char') return digitsOf(args, known)
  const values = args.map((arg) => valueOf(arg, known))
  const [first] = values
  if (name === 'concat') return join(values)
  if (first === undefined) return undefined
  if (name === 'format') return format(onlyText(first), values.slice(1))
  if (values.length > 1) return undefined
  if (name === 'lower') return inLowerCase(first)
  if (name === 'quote_ident') return identifier(first)
  if (name === 'quote_literal') return literal(first)
  return undefined
}

function inLowerCase(parts: readonly Part[]): readonly Part[] | undefined {
  // Other letters follow the locale of the database.
  const isAscii = parts.every((part) => typeof part !== 'string' || /^[\x20-\x7e]*$/.test(part))
  return isAscii ? parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part)) : undefined
}

/** Patterns that make digits; https://www.postgresql.org/docs/current/functions-formatting.html */
const digits = /^(?:YYYY|IYYY|MM|DD|HH24|HH12|MI|SS|IW|WW|[-_ :])+$/

function digitsOf([moment, template, ...more]: Node[], known: Known): Part[] | undefined {
  const pattern = constantText(template)
  if (more.length > 0 || pattern === undefined || !digits.test(pattern) || !isMoment(moment, known)) return undefined
  const number = known.number()
  const shown = `${pattern.toLowerCase()}${number > 1 ? `_${String(number)}` : ''}`
  return [{shown, isWord: /^\w+$/.test(pattern)}]
}

const momentTypes = new Set(['date', 'timestamp', 'timestamptz'])
const momentCalls = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp'])
const momentWords = new Set(['SVFOP_CURRENT_DATE', 'SVFOP_CURRENT_TIMESTAMP', 'SVFOP_LOCALTIMESTAMP'])

/** Whether an expression is a date or a timestamp: of an interval or a number `to_char` makes more than digits. */
function isMoment(node: Node | undefined, known: Known): boolean {
  const variable = variableIn(node)
  if (variable !== undefined) return known.isMoment(variable)
  if (momentTypes.has(typeOfCast(node) ?? '')) return true
  if (momentWords.has(as(node, 'SQLValueFunction')?.op ?? '')) return true
  const call = as(node, 'FuncCall')
  const name = strings(call?.funcname).at(-1) ?? ''
  if (call && momentCalls.has(name)) return (call.args ?? []).length === 0
  if (call && name === 'date_trunc') return call.args?.length === 2 && isMoment(call.args[1], known)
  const sum = as(node, 'A_Expr')
  if (!sum || !['+', '-'].includes(strings(sum.name).at(-1) ?? '')) return false
  return isMoment(sum.lexpr, known) && typeOfCast(sum.rexpr) === 'interval'
}

/**
 * `format` with `%s`, `%I`, `%L` and `%%`; widths are too rare to follow.
 * https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT
 */
function format(
  template: string | undefined,
  values: ReadonlyArray<readonly Part[] | undefined>
): readonly Part[] | undefined {
  if (template === undefined) return undefined
  let next = 0
  const made: Array<readonly Part[] | undefined> = []
  for (const [part, position, conversion = ''] of template.matchAll(/%(?:(\d+)\$)?(.?)|[^%]+/gs)) {
    if (!part.startsWith('%')) made.push([part])
    else if (conversion === '%' && position === undefined) made.push(['%'])
    else {
      // What has no position takes the value behind the last one.
      if (position !== undefined) next = Number(position) - 1
      const value = values[next++]
      made.push(value && conversions[conversion]?.(value))
    }
  }
  return join(made)
}

const conversions: Record<string, (parts: readonly Part[]) => readonly Part[] | undefined> = {
  s: (parts) => parts,
  I: identifier,
  L: literal
}

function identifier(parts: readonly Part[]): readonly Part[] | undefined {
  const text = onlyText(parts)
  if (text !== undefined) return [quoteIdentifier(text)]
  const [first] = parts
  const isPlain = parts.every((part) => (typeof part === 'string' ? /^[a-z0-9_]+$/.test(part) : part.isWord))
  return isPlain && typeof first === 'string' && /^[a-z_]/.test(first) ? parts : undefined
}

function literal(parts: readonly Part[]): readonly Part[] | undefined {
  const isPlain = parts.every((part) => typeof part !== 'string' || !part.includes('\\'))
  const doubled = parts.map((part) => (typeof part === 'string' ? part.replaceAll("'", "''") : part))
  return isPlain ? join([["'"], doubled, ["'"]]) : undefined
}

/** `undefined` where any of them is not known. */
function join(values: ReadonlyArray<readonly Part[] | undefined>): readonly Part[] | undefined {
  const joined: Part[] = ['']
  for (const parts of values) {
    if (!parts) return undefined
    for (const part of parts) {
      const last = joined.at(-1)
      if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
      else joined.push(part)
    }
  }
  return joined.length > 1 && joined[0] === '' ? joined.slice(1) : joined
}

function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
