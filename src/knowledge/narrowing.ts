/** What a change of type may lose: values that the old type holds and the new one does not. */
import type {DataType} from '../operations/definitions.js'

/** Digits before and after the point, or bits of a whole number, by the name of the type. */
const integers: Record<string, number> = {
  tinyint: 8,
  smallint: 16,
  int2: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  int4: 32,
  bigint: 64,
  int8: 64
}

const floats: Record<string, number> = {float4: 4, float: 4, float8: 8, double: 8, real: 8}
const decimals = new Set(['numeric', 'decimal', 'dec', 'fixed'])
const bounded = new Set(['varchar', 'bpchar', 'char', 'varbinary', 'binary', 'bit', 'varbit'])

/** Types of text and bytes without a length of their own, by what they hold. */
const unbounded: Record<string, number> = {
  tinytext: 255,
  tinyblob: 255,
  text: 65_535,
  blob: 65_535,
  mediumtext: 16_777_215,
  mediumblob: 16_777_215,
  longtext: 4_294_967_295,
  longblob: 4_294_967_295,
  json: 4_294_967_295
}

const instants = new Set(['timestamptz', 'timestamp', 'datetime'])

/** Why values may be lost, in a few words; `undefined`: none is, or the types are of different families. */
export function lossOf(before: DataType, after: DataType, isPostgres: boolean): string | undefined {
  if (before.arrayDimensions !== after.arrayDimensions) return undefined
  return (
    lossOfNumber(before, after) ??
    lossOfLength(before, after, isPostgres) ??
    lossOfTime(before, after) ??
    lossOfMembers(before, after)
  )
}

function lossOfNumber(before: DataType, after: DataType): string | undefined {
  const [bits, newBits] = [integers[before.name], integers[after.name]]
  if (bits !== undefined && newBits !== undefined) {
    if (newBits < bits) return 'larger numbers do not fit'
    if (before.unsigned !== true && after.unsigned === true) return 'negative numbers do not fit'
    return before.unsigned === true && after.unsigned !== true && newBits === bits
      ? 'larger numbers do not fit'
      : undefined
  }
  if (newBits !== undefined && (decimals.has(before.name) || before.name in floats)) return 'fractions are rounded'
  const [width, newWidth] = [floats[before.name], floats[after.name]]
  if (width !== undefined && newWidth !== undefined) return newWidth < width ? 'digits are lost' : undefined
  if (decimals.has(before.name) && newWidth !== undefined) return 'digits are lost'
  return decimals.has(before.name) && decimals.has(after.name) ? lossOfDigits(before, after) : undefined
}

function lossOfDigits({modifiers: old}: DataType, {modifiers: next}: DataType): string | undefined {
  // Without modifiers PostgreSQL takes any number, MySQL ten digits; both only shrink to something written.
  const [newDigits, newScale = '0'] = next
  if (newDigits === undefined) return undefined
  const [digits, scale = '0'] = old
  if (digits === undefined || Number(newScale) < Number(scale)) return 'digits after the point are rounded'
  return Number(newDigits) - Number(newScale) < Number(digits) - Number(scale) ? 'larger numbers do not fit' : undefined
}

function lossOfLength(before: DataType, after: DataType, isPostgres: boolean): string | undefined {
  if (!bounded.has(after.name) && (isPostgres || !(after.name in unbounded))) return undefined
  const holds = capacity(before, isPostgres)
  const willHold = capacity(after, isPostgres)
  return holds !== undefined && willHold !== undefined && willHold < holds ? 'longer values do not fit' : undefined
}

/** Characters or bytes; `undefined`: no text. */
function capacity({modifiers, name}: DataType, isPostgres: boolean): number | undefined {
  if (bounded.has(name)) {
    const written = modifiers[0]
    if (written !== undefined) return Number(written)
    return name === 'varchar' || name === 'varbit' ? Infinity : 1
  }
  if (isPostgres) return name === 'text' || name === 'citext' ? Infinity : undefined
  return unbounded[name]
}

function lossOfTime({modifiers: old, name}: DataType, {modifiers: next, name: newName}: DataType): string | undefined {
  if (instants.has(name) && newName === 'date') return 'the time of day is lost'
  if (instants.has(name) && newName.startsWith('time') && !instants.has(newName)) return 'the day is lost'
  const [precision, newPrecision] = [old[0], next[0]]
  if (name !== newName || !/^(?:time|date)/.test(name) || newPrecision === undefined) return undefined
  return precision !== undefined && Number(newPrecision) < Number(precision)
    ? 'fractions of seconds are lost'
    : undefined
}

function lossOfMembers({values: old}: DataType, {values: next}: DataType): string | undefined {
  const gone = old?.filter((value) => next?.includes(value) === false) ?? []
  return gone.length === 0 ? undefined : `no value for ${gone.map((value) => `'${value}'`).join(', ')}`
}
