/** The text that an expression makes: of literals, and of holes for what is only known at run time. */
import type {FuncCall, Node} from 'libpg-query'
import {constantText} from '../constant.js'
import {as, strings} from '../node.js'

/** A stretch of a text that is only known at run time. */
export interface Hole {
  /** `name`: exactly one name, quoted where it has to be. `value`: exactly one literal. `text`: anything. */
  kind: 'name' | 'value' | 'text'
  /** What stands for it in a statement; no other hole of the same text has it but those that are filled with the same. */
  shown: string
}

type Part = string | Hole

/** A text that can be parsed, with something in the place of each hole. */
interface MadeText {
  text: string
  holes: Hole[]
}

/** `undefined` where a hole does not stand alone, so that what is put in its place may not be what the server reads. */
export function textOf(node: Node | undefined): MadeText | undefined {
  const parts = partsOf(node, {number: 0})
  if (!parts) return undefined
  let text = ''
  const holes: Hole[] = []
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const next = parts[index + 1] ?? ' '
    if (isPartOfName.test(text.at(-1) ?? '') || typeof next !== 'string' || isPartOfName.test(next[0] ?? '')) {
      return undefined
    }
    text += part.kind === 'value' ? quoteLiteral(part.shown) : quote(part.shown)
    holes.push(part)
  }
  return {text, holes}
}

/** Next to one of these a name is only a part of one, or of something else. */
const isPartOfName = /[\w$"'\x80-\uffff]/

/** How many holes have no name of their own. */
interface Counter {
  number: number
}

function partsOf(node: Node | undefined, counter: Counter): Part[] | undefined {
  const text = constantText(node)
  if (text !== undefined) return [text]
  const concatenation = as(node, 'A_Expr')
  if (concatenation && strings(concatenation.name).at(-1) === '||') {
    const left = partsOf(concatenation.lexpr, counter)
    const right = partsOf(concatenation.rexpr, counter)
    return left && right && merge([...left, ...right])
  }
  const call = as(node, 'FuncCall')
  if (call) return partsOfCall(call, counter)
  const cast = as(node, 'TypeCast')
  const type = strings(cast?.typeName?.names).at(-1) ?? ''
  const isWhole = (cast?.typeName?.typmods ?? []).length === 0 && (cast?.typeName?.arrayBounds ?? []).length === 0
  if (cast && isWhole && quotedTypes.has(type)) return [hole('name', cast.arg, counter)]
  if (cast && isWhole && textTypes.has(type)) return partsOf(cast.arg, counter)
  // `NULL` makes no statement of the rest, and what is said of it would be of another one.
  return as(node, 'A_Const') ? undefined : [hole('text', node, counter)]
}

/** Types that are shown as a name as it has to be written; https://www.postgresql.org/docs/current/datatype-oid.html */
const quotedTypes = new Set(['regclass', 'regrole', 'regnamespace'])
const textTypes = new Set(['text', 'varchar'])

function partsOfCall(call: FuncCall, counter: Counter): Part[] | undefined {
  const {args = [], func_variadic: isArray = false} = call
  const [name, schema = 'pg_catalog'] = strings(call.funcname).reverse()
  const unknown = (): Part[] => [hole('text', {FuncCall: call}, counter)]
  if (schema !== 'pg_catalog' || isArray || args.some((arg) => as(arg, 'NamedArgExpr'))) return unknown()
  const [first, ...rest] = args
  if (name === 'format') return format(constantText(first), rest, counter)
  if (name === 'quote_ident') return identifier(first, counter)
  if (name === 'quote_literal' || name === 'quote_nullable') return literal(first, counter)
  if (name !== 'concat') return unknown()
  const parts = args.map((arg) => partsOf(arg, counter))
  return parts.includes(undefined) ? undefined : merge(parts.flatMap((each) => each ?? []))
}

/**
 * `format` with `%s`, `%I`, `%L` and `%%`; widths are too rare to follow.
 * https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT
 */
function format(template: string | undefined, args: Node[], counter: Counter): Part[] | undefined {
  if (template === undefined) return undefined
  let next = 0
  const made: Part[] = []
  for (const [part, position, conversion = ''] of template.matchAll(/%(?:(\d+)\$)?(.?)|[^%]+/gs)) {
    if (!part.startsWith('%')) made.push(part)
    else if (conversion === '%' && position === undefined) made.push('%')
    else {
      // What has no position takes the argument behind the last one.
      if (position !== undefined) next = Number(position) - 1
      const arg = args[next++]
      const make = conversions[conversion]
      const filled = arg && make?.(arg, counter)
      if (!filled) return undefined
      made.push(...filled)
    }
  }
  return merge(made)
}

function identifier(node: Node | undefined, counter: Counter): Part[] | undefined {
  const text = constantText(node) ?? onlyText(partsOf(node, counter))
  return text === undefined ? [hole('name', node, counter)] : [quoteIdentifier(text)]
}

function literal(node: Node | undefined, counter: Counter): Part[] | undefined {
  const text = constantText(node) ?? onlyText(partsOf(node, counter))
  return text === undefined ? [hole('value', node, counter)] : [quoteLiteral(text)]
}

const conversions: Record<string, (node: Node, counter: Counter) => Part[] | undefined> = {
  s: partsOf,
  I: identifier,
  L: literal
}

function onlyText(parts: Part[] | undefined): string | undefined {
  const [part, ...more] = parts ?? []
  return more.length === 0 && typeof part === 'string' ? part : undefined
}

/** Texts that stand beside each other are one. */
function merge(parts: readonly Part[]): Part[] {
  const merged: Part[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part
    else merged.push(part)
  }
  return merged.length === 0 ? [''] : merged
}

/** Names of variables stand for themselves; they are filled with the same wherever they stand in one expression. */
function hole(kind: Hole['kind'], node: Node | undefined, counter: Counter): Hole {
  const variable = strings(as(node, 'ColumnRef')?.fields).join('.')
  const words = /^[\w.]{1,40}$/.test(variable) ? variable : `expression ${String(++counter.number)}`
  return {kind, shown: kind === 'value' ? `<value of ${words}>` : `<${words}>`}
}

function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quote(name)
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function quoteLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
