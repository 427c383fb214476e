/**
 * What becomes of stored values when a column gets another type: which of the changes that the server
 * can make without touching them it is, if any.
 */
import type {DataType} from '../../../operations/definitions.js'
import {bytesPerCharacter} from '../../../schema/mysql/charsets.js'
import type {Verdict} from '../../effect.js'

/**
 * `longer`: a variable length grows on the same side of 255 bytes; `longer-across`: the length needs a
 * second byte now; `longer-perhaps-across`: it may, as nothing names the character set; `appended`: members were added at the end of an `ENUM` or `SET`.
 */
export type TypeChange =
  'same' | 'longer' | 'longer-across' | 'longer-perhaps-across' | 'shorter' | 'appended' | 'other'

/** `wider`: utf8mb3 to utf8mb4. `order`: the same characters under another collation. */
export type CharsetChange = 'same' | 'order' | 'wider' | 'to-binary' | 'other'

/** Names that mean the same type. */
const synonyms: Record<string, string> = {
  integer: 'int',
  numeric: 'decimal',
  dec: 'decimal',
  fixed: 'decimal',
  real: 'double',
  boolean: 'tinyint',
  bool: 'tinyint',
  nchar: 'char',
  nvarchar: 'varchar'
}

/** `VARCHAR` and `VARBINARY`, `TEXT` and `BLOB` are one type that differs in its character set. */
const binaryTwins: Record<string, string> = {
  varbinary: 'varchar',
  binary: 'char',
  tinyblob: 'tinytext',
  blob: 'text',
  mediumblob: 'mediumtext',
  longblob: 'longtext'
}

/** Modifiers that a type has when none is written. */
const implied: Record<string, string[]> = {
  decimal: ['10', '0'],
  bit: ['1'],
  char: ['1'],
  binary: ['1'],
  datetime: ['0'],
  timestamp: ['0'],
  time: ['0'],
  vector: ['2048']
}

/** Types whose modifiers only say how a value is shown. */
const shown = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year', 'float', 'double'])

function family(type: DataType): string {
  const name = synonyms[type.name] ?? type.name
  return binaryTwins[name] ?? name
}

/** The character set, `binary` for types of bytes, `undefined` for numbers and times. */
function charsetOf(type: DataType): string | undefined {
  return type.name in binaryTwins ? 'binary' : type.charset
}

function characterBytes(type: DataType): number {
  return bytesPerCharacter(charsetOf(type) ?? 'binary')
}

function characters(type: DataType): number {
  return Number(type.modifiers[0] ?? 0)
}

/** Longest value of a type of variable length, in bytes. */
function longest(type: DataType): number {
  return characters(type) * characterBytes(type)
}

function modifiers(type: DataType): string {
  const name = family(type)
  if (shown.has(name)) return ''
  const defaults = implied[name] ?? []
  const written = type.modifiers.map((modifier) => modifier.replace(/^0+(?=\d)/, ''))
  return [...written, ...defaults.slice(written.length)].join(',')
}

/** Bytes that store a member of an `ENUM`, or all members of a `SET`. */
function memberBytes(type: DataType): number {
  const count = type.values?.length ?? 0
  if (type.name === 'enum') return count < 256 ? 1 : 2
  const bytes = Math.ceil(count / 8)
  return bytes > 4 ? 8 : bytes
}

function compareMembers(before: DataType, after: DataType): TypeChange {
  const old = before.values ?? []
  const next = after.values ?? []
  const ignoresCase = /_ci$/.test(before.collation ?? '')
  const fold = (value: string | undefined) => (ignoresCase ? value?.toLowerCase() : value)
  if (old.some((value, index) => fold(value) !== fold(next[index]))) return 'other'
  if (memberBytes(before) !== memberBytes(after)) return 'other'
  return next.length > old.length ? 'appended' : 'same'
}

/** Whether a length comes to need a second byte; `undefined` where that depends on a character set that nothing names. */
function crosses(before: DataType, after: DataType): Verdict {
  const sizes = before.charsetAssumed && after.charsetAssumed ? [1, 2, 3, 4] : undefined
  const lengths = sizes?.map((bytes) => [characters(before) * bytes, characters(after) * bytes] as const)
  const [first, ...others] = (lengths ?? [[longest(before), longest(after)] as const]).map(
    ([old, next]) => old < 256 && next >= 256
  )
  return others.every((each) => each === first) ? first : undefined
}

function compareLengths(before: DataType, after: DataType): TypeChange {
  const [old, next] = [longest(before), longest(after)]
  if (next < old) return 'shorter'
  if (next === old) return 'same'
  const verdict = crosses(before, after)
  return verdict === undefined ? 'longer-perhaps-across' : verdict ? 'longer-across' : 'longer'
}

/** Compare types by the bytes that they store. */
export function changeOfType(before: DataType, after: DataType): TypeChange {
  if (family(before) !== family(after)) return 'other'
  if ((before.unsigned ?? before.zerofill ?? false) !== (after.unsigned ?? after.zerofill ?? false)) return 'other'
  if (before.name === 'enum' || before.name === 'set') return compareMembers(before, after)
  // A `CHAR` of longer characters is stored without the spaces at its end, a `BINARY` never is.
  if (family(before) === 'char' && characterBytes(before) > 1 && charsetOf(after) === 'binary') return 'other'
  if (family(before) !== 'varchar') return modifiers(before) === modifiers(after) ? 'same' : 'other'
  return compareLengths(before, after)
}

/** Whether a `VARCHAR` needs so few bytes that MariaDB leaves room for a longer length in what it stores. */
export function isShort(type: DataType): Verdict {
  if (family(type) !== 'varchar' || longest(type) > 127) return false
  return type.charsetAssumed && characters(type) * 4 > 127 ? undefined : true
}

/** Whether a `VARCHAR` holds fewer characters than before, if not fewer bytes. */
export function holdsFewerCharacters(before: DataType, after: DataType): boolean {
  return family(before) === 'varchar' && family(after) === 'varchar' && characters(after) < characters(before)
}

/** Compare character sets and collations. */
export function changeOfCharset(before: DataType, after: DataType): CharsetChange {
  // What is named may be another than what is not.
  if (before.charsetAssumed !== after.charsetAssumed) return 'other'
  const old = charsetOf(before)
  const next = charsetOf(after)
  if (old === next) return old === 'binary' || before.collation === after.collation ? 'same' : 'order'
  if (next === 'binary') return 'to-binary'
  return old === 'utf8mb3' && next === 'utf8mb4' ? 'wider' : 'other'
}

/** Whether two collations order alike but for their character sets: `utf8mb3_bin` and `utf8mb4_bin`. */
export function ordersAlike(before: DataType, after: DataType): boolean {
  const rule = (type: DataType) => type.collation?.slice(type.collation.indexOf('_'))
  return rule(before) === rule(after)
}

/** A `TEXT` that would lose characters in a wider character set becomes the next larger one. */
export function growsWithCharset(before: DataType, after: DataType): boolean {
  return /text$/.test(before.name) && characterBytes(after) > characterBytes(before)
}
