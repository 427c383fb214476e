/** SQL as it is written in a script: strings, templates, and what is put together of them. */
import type {Node, TemplateLiteral} from '@babel/types'
import type {Range} from '../../../parse/source.js'
import {
  bindDeclarations,
  bindPattern,
  createScope,
  elementsOf,
  functionOf,
  memberName,
  resolve
} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {rangeOf} from './pieces.js'
import type {Piece, Sql} from './pieces.js'

/** What a `${…}` of a template, or an operand of `+`, becomes where nobody knows its text. */
export type Substitute = (expression: Expression, shown: string) => Sql

/** A name that stands in for an expression. */
export function placeholder(source: string, range: Range): Piece {
  const shown = source.slice(range.start, range.end).replace(/\s+/g, ' ')
  const word = /[A-Za-z_]\w*(?=\W*$)/.exec(shown)?.[0] ?? 'value'
  return {
    text: `${word}_`,
    source: range,
    exact: false,
    dynamic: `\${${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}}`
  }
}

/**
 * The SQL that an expression is.
 *
 * @returns `undefined`: nothing of it is known.
 */
export function readText(expression: Expression, source: string, substitute?: Substitute): Sql | undefined {
  const resolved = resolve(expression)
  // A text that is made of itself, in a script that will not run.
  if (beingRead.has(resolved.node)) return undefined
  beingRead.add(resolved.node)
  const sql = readResolved(resolved, source, substitute)
  beingRead.delete(resolved.node)
  return sql
}

const beingRead = new WeakSet<Node>()

type FoundFunction = NonNullable<ReturnType<typeof functionOf>>

function readResolved({node, scope}: Expression, source: string, substitute?: Substitute): Sql | undefined {
  switch (node.type) {
    case 'StringLiteral':
      return readLiteral(source, {start: rangeOf(node).start + 1, end: rangeOf(node).end - 1})
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return [{text: String(node.value), source: rangeOf(node), exact: false}]
    case 'TemplateLiteral':
      return readTemplate({node, scope}, node, source, substitute)
    case 'TaggedTemplateExpression':
      // Tags of editors, `dedent` and the like.
      return readTemplate({node, scope}, node.quasi, source, substitute)
    case 'BinaryExpression': {
      if (node.operator !== '+') return undefined
      const sides = [node.left, node.right].map((side) => embed({node: side, scope}, source, substitute))
      return sides.flat()
    }
    case 'CallExpression':
      return readCall({node, scope}, source, substitute)
    default:
      return undefined
  }
}

/** The text of an expression that is known in full. */
export function readString(expression: Expression, source: string): string | undefined {
  const sql = readText(expression, source)
  return sql === undefined || sql.some(({dynamic}) => dynamic !== undefined)
    ? undefined
    : sql.map(({text}) => text).join('')
}

/** `['…', '…'].join(' ')`, `'…'.trim()`, and functions of the script that do nothing but put a text together. */
function readCall({node, scope}: Expression, source: string, substitute?: Substitute): Sql | undefined {
  if (node.type !== 'CallExpression') return undefined
  const own = functionOf({node: node.callee, scope})
  if (own) {
    const args = node.arguments.map((each) => ({node: each, scope}))
    const returned = returnedBy(own, args)
    return returned && readText(returned, source, substitute)
  }
  if (node.callee.type !== 'MemberExpression') return undefined
  const name = memberName({node: node.callee, scope})
  const owner = {node: node.callee.object, scope}
  if (name === 'trim' || name === 'toString') return readText(owner, source, substitute)
  if (name !== 'join') return undefined
  const [first] = node.arguments
  const separator = first === undefined ? ',' : readString({node: first, scope}, source)
  const parts = elementsOf(owner)?.map((element) => embed(element, source, substitute))
  if (parts === undefined || separator === undefined) return undefined
  return parts.flatMap((part, index) =>
    index === 0
      ? part
      : [
          {text: separator, source: {start: part[0]?.source.start ?? 0, end: part[0]?.source.start ?? 0}, exact: false},
          ...part
        ]
  )
}

/** What a function answers when it is called so; `undefined`: that is not known before. */
function returnedBy({node, scope: outer}: FoundFunction, args: readonly Expression[]): Expression | undefined {
  const scope = createScope(outer)
  for (const [index, parameter] of node.params.entries()) bindPattern(parameter, args[index], scope)
  const {body} = node
  if (body.type !== 'BlockStatement') return {node: body, scope}
  const last = body.body.at(-1)
  const before = body.body.slice(0, -1)
  if (last?.type !== 'ReturnStatement' || !last.argument) return undefined
  if (!before.every((statement) => statement.type === 'VariableDeclaration' && statement.kind === 'const')) {
    return undefined
  }
  bindDeclarations(before, scope)
  return {node: last.argument, scope}
}

function readTemplate({scope}: Expression, template: TemplateLiteral, source: string, substitute?: Substitute): Sql {
  return template.quasis.flatMap((quasi, index) => {
    const node = template.expressions[index]
    const text = readLiteral(source, rangeOf(quasi))
    return node === undefined ? text : [...text, ...embed({node, scope}, source, substitute, true)]
  })
}

/** A part of a text. What is defined elsewhere is said to stand here: a place has one beginning and one end. */
function embed(expression: Expression, source: string, substitute: Substitute | undefined, inTemplate = false): Sql {
  const range = rangeOf(expression.node)
  const here = (piece: Piece): Piece =>
    isWithin(piece.source, range) ? piece : {...piece, source: range, exact: false}
  const replaced = inTemplate ? substitute?.(expression, source.slice(range.start, range.end)) : undefined
  const known = replaced ?? readText(expression, source, substitute)
  return known === undefined ? [placeholder(source, range)] : known.map(here)
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end
}

const escape = /\\(?:u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|[^]))/g
const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\n': '',
  '\r\n': ''
}

/** What stands between quotes: stretches without escapes are there letter by letter. */
function readLiteral(source: string, {end, start}: Range): Sql {
  const raw = source.slice(start, end)
  const pieces: Piece[] = []
  let done = 0
  const addExact = (to: number): void => {
    if (to > done) pieces.push({text: raw.slice(done, to), source: {start: start + done, end: start + to}, exact: true})
  }
  for (const match of raw.matchAll(escape)) {
    addExact(match.index)
    done = match.index + match[0].length
    const [, braced, four, two, other = ''] = match
    const code = braced ?? four ?? two
    const text = code === undefined ? (simple[other] ?? other) : String.fromCodePoint(Number.parseInt(code, 16))
    pieces.push({text, source: {start: start + match.index, end: start + done}, exact: false})
  }
  addExact(raw.length)
  return pieces
}
