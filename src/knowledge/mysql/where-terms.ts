/** The conjuncts of a WHERE as it is written; what is not plainly one of the known forms is `other`. */
import type {Term} from '../where-term.js'
import {splitAt, unwrap} from './where-parts.js'
import {truthOf} from './where-truth.js'

const column = String.raw`(?:[\w$]+\.|\x60[^\x60]+\x60\.)*(?:\x60([^\x60]+)\x60|([A-Za-z_$][\w$]*))`
const value = String.raw`(?:-?\d+(?:\.\d+)?|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|0x[0-9a-fA-F]+|x'[0-9a-fA-F]*'|\?|[:@]+\w+)`

const now = String.raw`(?:now|sysdate|cur(?:rent_)?date|current_timestamp|utc_(?:timestamp|date)|localtime(?:stamp)?)(?:\s*\(\s*\d?\s*\))?`
const span = String.raw`interval\s+(?:-?\d+|'[^']*')\s+[a-z_]+`
/** A moment that is the same for all rows, or as good as. */
const moment = String.raw`(?:(?:date_(?:sub|add)|subdate|adddate)\s*\(\s*${now}\s*,\s*${span}\s*\)|${now}(?:\s*[-+]\s*${span})*)`

const comparison = new RegExp(`^${column}\\s*(=|<=>|>=|<=|>|<)\\s*(?:${value}|${moment})$`, 'i')
const join = new RegExp(`^${column}\\s*=\\s*${column}$`, 'i')
const isNull = new RegExp(`^${column}\\s+is\\s+null$`, 'i')
const isSet = new RegExp(`^${column}\\s+is\\s+not\\s+null$`, 'i')
const list = new RegExp(`^${column}\\s+in\\s*\\(\\s*${value}(?:\\s*,\\s*${value})*\\s*\\)$`, 'i')
const between = new RegExp(`^${column}\\s+between\\s+${value}\\s+and\\s+${value}$`, 'i')

/** MySQL takes a `LIMIT` in a sub-select of `IN` only one level down, in a derived table; MariaDB likewise. */
const limited = new RegExp(
  `^${column}\\s+in\\s*\\(\\s*select\\b[^()]*\\bfrom\\s*\\(\\s*select\\b[^()]*\\blimit\\s+\\d+\\s*\\)\\s*(?:as\\s+)?[\\w\\x60]+\\s*\\)$`,
  'i'
)

const kinds: Readonly<Record<string, 'equals' | 'from' | 'to'>> = {
  '=': 'equals',
  '<=>': 'equals',
  '>': 'from',
  '>=': 'from',
  '<': 'to',
  '<=': 'to'
}

/** Read the conjuncts of a condition. */
export function textTerms(text: string): Term[] {
  return splitConjuncts(unwrap(text.trim())).map(readTerm)
}

function readTerm(text: string): Term {
  const truth = truthOf(text)
  if (truth !== undefined) return {kind: truth ? 'true' : 'false'}

  const compared = comparison.exec(text)
  const kind = kinds[compared?.[3] ?? '']
  if (kind) return {kind, column: columnIn(compared)}

  const empty = isNull.exec(text)
  if (empty) return {kind: 'null', column: columnIn(empty)}
  const set = isSet.exec(text)
  if (set) return {kind: 'set', column: columnIn(set)}
  if (join.test(text)) return {kind: 'join'}

  const listed = list.exec(text)
  if (listed) return {kind: 'equals', column: columnIn(listed)}

  if (limited.test(text)) return {kind: 'limited'}

  const ranged = between.exec(text)
  return ranged ? {kind: 'between', column: columnIn(ranged)} : {kind: 'other'}
}

/** In backticks or without. */
function columnIn(found: RegExpExecArray | null): string {
  return found?.[1] ?? found?.[2] ?? ''
}

/** All of it is one with an `OR`. */
function splitConjuncts(text: string): string[] {
  if (splitAt(text, ['or', '||', 'xor']).length > 1) return [text]
  const parts = splitAt(text, ['and', '&&'])
  return parts.length === 1 ? [text.trim()] : parts.flatMap((part) => splitConjuncts(unwrap(part)))
}
