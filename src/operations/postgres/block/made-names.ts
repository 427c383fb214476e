/** Statements in the names of which stand digits that are only known when they run. */
import type {Node, RangeVar} from 'libpg-query'
import {allOf, as} from '../node.js'
import type {Digits, Part} from './constant-text.js'
import {isIn} from './variables.js'

/** Tables that a body has made itself, and in which of its lists of statements. */
export type MadeTables = Array<{name: string; lists: readonly number[]}>

/** The text with what is shown for digits; `undefined` where something next to them may mean more than it shows. */
export function showDigits(parts: readonly Part[]): string | undefined {
  const text = parts.map((part) => (typeof part === 'string' ? part : part.shown)).join('')
  // Escapes, tags of dollar quotes and quoted names end, or begin, elsewhere with other digits.
  return /[\\$"]/.test(text) ? undefined : text
}

/** Where a table is named that the body has made itself. */
const places = new Set([
  'CreateStmt.relation.relname',
  'AlterTableStmt.relation.relname',
  'AlterTableStmt.cmds.AlterTableCmd.def.PartitionCmd.name.relname',
  'IndexStmt.relation.relname'
])
const bounds =
  /PartitionBoundSpec\.(?:list|lower|upper)datums\.A_Const\.sval\.sval$|\.(?:part)?bound\.(?:list|lower|upper)datums\.A_Const\.sval\.sval$/

/**
 * Whether the statement is the same whatever the digits are: they stand in the name of a table that is made here, so
 * that it is new, and in bounds of partitions. What it makes is added to `made`.
 */
export function isSameWithAny(node: Node, parts: readonly Part[], made: MadeTables, lists: readonly number[]): boolean {
  const all = parts.filter((part): part is Digits => typeof part !== 'string')
  const created = as(node, 'CreateStmt')
  const isNew = created !== undefined && created.if_not_exists !== true
  const isAlter = allOf(as(node, 'AlterTableStmt')?.cmds, 'AlterTableCmd').every(({subtype}) =>
    alterations.has(subtype ?? '')
  )
  if (!isNew && !as(node, 'IndexStmt') && !(as(node, 'AlterTableStmt') && isAlter)) return false

  let met = 0
  const isAllowed: Judge = (text, path, owner) => {
    const inside = digitsIn(text, all)
    if (inside.length === 0) return true
    met += inside.length
    if (bounds.test(path)) return true
    // It begins with what is known, since digits alone are no name.
    const isPlain = /^[a-z_]\w*$/.test(text) && !inside.some((each) => text.startsWith(each))
    if (!isPlain || !inside.every((each) => isWord(each, all))) return false
    const isKnown =
      path === 'CreateStmt.relation.relname' ||
      made.some((table) => table.name === nameOf(owner) && isIn(table.lists, lists))
    return places.has(path) && isKnown
  }
  if (!walk(node, '', isAllowed) || met !== all.length) return false
  const table = created?.relation
  if (isNew && table && digitsIn(table.relname ?? '', all).length > 0) made.push({name: nameOf(table), lists})
  return true
}

/** Whether a text may stand at a path in the tree. `owner`: the node that it is a field of. */
type Judge = (text: string, path: string, owner: object) => boolean

const nameOf = ({relname, schemaname}: RangeVar): string => JSON.stringify([schemaname, relname])

/** What is done to a table without rows, or with it, that is over at once. */
const alterations = new Set(['AT_AttachPartition', 'AT_SetRelOptions'])

const isWord = (shown: string, all: readonly Digits[]): boolean =>
  all.some((digits) => digits.shown === shown && digits.isWord)

/** What is shown for digits in a text, each time; of two the longer one. */
function digitsIn(text: string, all: readonly Digits[]): string[] {
  const shown = [...new Set(all.map((each) => each.shown))].sort((a, b) => b.length - a.length)
  return shown.length === 0 ? [] : (text.match(new RegExp(shown.join('|'), 'g')) ?? [])
}

function walk(value: object, path: string, isAllowed: Judge): boolean {
  return Object.entries(value).every(([key, inner]: [string, unknown]) => {
    const at = Array.isArray(value) ? path : path === '' ? key : `${path}.${key}`
    if (typeof inner === 'string') return isAllowed(inner, at, value)
    return typeof inner !== 'object' || inner === null || walk(inner, at, isAllowed)
  })
}
