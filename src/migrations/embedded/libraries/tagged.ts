/** Templates with a tag, whose `${…}` are values that are sent beside the SQL unless they say otherwise. */
import {chainOf} from '../script/chain.js'
import type {Link} from '../script/chain.js'
import {elementsOf, memberName, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Translation} from '../library.js'
import {join, sqlFor, textOf} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'
import type {Substitute} from '../text/read-text.js'

/** `sql.raw('…')` is SQL as it stands, `sql.ref('…')` and its like are names, `sql.join([…])` is a list, `sql.empty` nothing. */
const names = new Set(['ref', 'id', 'table', 'identifier', 'column'])
const texts = new Set(['raw', 'unsafe'])
const literals = new Set(['lit', 'literal', 'val', 'value'])

/** What becomes of a `${…}`. */
export function substituteIn(translation: Translation): Substitute {
  let count = 0
  const substitute: Substitute = (expression) => {
    const part = partOf(expression, translation, substitute)
    if (part !== undefined) return part
    count++
    return sqlFor(expression.node)`${translation.dialect === 'postgres' ? `$${String(count)}` : '?'}`
  }
  return substitute
}

/** SQL that is put together by `sql.raw` and its like; `undefined`: a value, or what nobody knows. */
export function partOf(expression: Expression, translation: Translation, substitute: Substitute): Sql | undefined {
  const resolved = resolve(expression)
  if (resolved.node.type === 'TaggedTemplateExpression') return translation.text(resolved, substitute)
  const link = callIn(resolved)
  const [first, second] = link?.args ?? []
  if (link === undefined) return undefined
  if (link.name === 'empty') return []
  if (first === undefined) return undefined
  if (texts.has(link.name)) return translation.text(first)
  if (names.has(link.name))
    return join(
      (link.args ?? []).map((each) => translation.relation(each)),
      '.'
    )
  if (literals.has(link.name)) return translation.value(first)
  if (link.name !== 'join') return undefined
  const separator = second && (partOf(second, translation, substitute) ?? translation.text(second))
  return join(
    (elementsOf(first) ?? []).map((each) => substitute(each, '')),
    separator === undefined ? undefined : textOf(separator)
  )
}

/** The one call of an expression: `sql.ref('…')`, `db.dynamic.ref('…')`, or `ref('…')` of a `ref` taken from there. */
function callIn(expression: Expression): Pick<Link, 'name' | 'args'> | undefined {
  const {links = [], root, rootArgs} = chainOf(expression) ?? {}
  const calls = links.filter(({args}) => args !== undefined)
  // `sql.empty` is not called.
  if (links.length > 0) return links.length === 1 || (calls.length === 1 && !rootArgs) ? links.at(-1) : undefined
  if (root === undefined || rootArgs === undefined) return undefined
  const taken = resolve(root)
  const name = memberName(taken) ?? (taken.node.type === 'Identifier' ? taken.node.name : undefined)
  return name === undefined ? undefined : {name, args: rootArgs}
}

/** Whether the tag of a template is this name: `sql`, `Prisma.sql`. */
export function hasTag(expression: Expression, name: string): boolean {
  const {node} = expression
  if (node.type !== 'TaggedTemplateExpression') return false
  const {tag} = node
  const last = tag.type === 'MemberExpression' ? tag.property : tag
  return last.type === 'Identifier' && last.name === name
}
