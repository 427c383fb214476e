/** Plausible values for a column of MySQL or MariaDB, as SQL in `n`. */
import {literal, literalsOf, numberCandidates, textCandidates, timeCandidates} from '../rows/literals.js'

/** A column as `information_schema.columns` has it. */
export interface ColumnFacts {
  name: string
  position: number
  /** `varchar`, `int`, … */
  dataType: string
  /** As it is written: `enum('a','b')`, `int unsigned`. */
  columnType: string
  /** Characters of a text. */
  length: number | undefined
  precision: number | undefined
  scale: number
  /** The checks and bounds of partitions that it is in. */
  conditions: readonly string[]
}

/** Expressions for a column, most plausible first. */
export function candidatesFor(facts: ColumnFacts): string[] {
  const {columnType, conditions, dataType, name, position} = facts
  const literals = literalsOf(conditions.join(' '))
  if (dataType === 'enum' || dataType === 'set') {
    const labels = literalsOf(columnType).texts
    return [pick(labels), ...labels.map(literal)]
  }
  // What is named as a key finds the row of its number, also where no key says so yet.
  const count = /id$/i.test(name) ? 'n' : `n + ${position}`
  const most = integers[dataType]
  if (most !== undefined) return [`mod(${count}, ${most})`, ...numberCandidates(literals), '0', '1']
  if (dataType === 'decimal' || dataType === 'numeric')
    return [...decimal(facts).slice(0, 1), ...numberCandidates(literals), '0', '1']
  if (/char$|text$/.test(dataType)) return textOf(facts)
  const time = times[dataType]?.(position)
  if (time !== undefined) return [time, ...timeCandidates(literals, (text) => `${literal(text)} + interval 1 hour`)]
  if (/blob$|binary$/.test(dataType)) return [`left(md5(n), ${Math.min(facts.length ?? 16, 32)})`, `''`]
  return others[dataType] ?? []
}

/** One more than the biggest that all of a kind hold, signed. */
const integers: Record<string, number> = {
  tinyint: 127,
  smallint: 32767,
  mediumint: 8388607,
  int: 2147483647,
  bigint: 2147483647,
  float: 1000000,
  double: 1000000,
  bit: 2
}

function pick(labels: readonly string[]): string {
  return `elt(1 + mod(n, ${labels.length}), ${labels.map(literal).join(', ')})`
}

function decimal({position, precision = 10, scale}: ColumnFacts): string[] {
  const whole = Math.min(precision - scale, 9)
  return whole > 0 ? [`mod(n + ${position}, ${10 ** whole})`] : [`mod(n, 9) / 10`]
}

function textOf({conditions, length = 255, name}: ColumnFacts): string[] {
  const named = [
    {when: /e?mail/i, value: `concat('user', n, '@example.com')`},
    {when: /ur[li]|link|href|website/i, value: `concat('https://example.com/', n)`},
    {when: /hash|token|secret|digest|checksum|uuid|guid/i, value: `md5(concat(${literal(name)}, n))`},
    {when: /phone|mobile/i, value: `concat('+1555', lpad(n, 7, '0'))`},
    {when: /locale|lang/i, value: `'en'`}
  ].find(({when}) => when.test(name))?.value
  const long = named ?? `concat(${literal(`${name} `)}, n)`
  const short = length >= 12 ? `left(md5(n), ${length})` : `right(lpad(hex(n), ${length}, '0'), ${length})`
  const fitting = length < 80 ? `if(char_length(${long}) <= ${length}, ${long}, ${short})` : long
  const literals = literalsOf(conditions.join(' '))
  return [fitting, ...(conditions.length === 0 ? [] : [...textCandidates(literals, pick), ...shapes]), `''`]
}

/** What checks of texts most often ask for; a JSON of MariaDB is a text with a check. */
const shapes = [`json_object('n', n)`, `concat('a', n)`, `concat('', n)`, `lpad(hex(n), 6, '0')`, `md5(n)`]

const times: Record<string, (position: number) => string> = {
  date: (position) => `date '2024-01-01' + interval (mod(n, 365) + ${position}) day`,
  datetime: (position) => `timestamp '2024-01-01 00:00:00' + interval n minute + interval ${position} hour`,
  timestamp: (position) => `timestamp '2024-01-01 00:00:00' + interval n minute + interval ${position} hour`,
  time: () => `sec_to_time(mod(n, 86400))`,
  year: () => `2000 + mod(n, 100)`
}

const others: Record<string, string[]> = {
  json: [`json_object('n', n)`, `json_array()`],
  uuid: [`insert(insert(insert(insert(md5(n), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')`],
  inet4: [`inet_ntoa(167772160 + n)`],
  inet6: [`concat('2001:db8::', hex(mod(n, 65536)))`],
  point: ['point(n, n)'],
  geometry: ['point(n, n)'],
  linestring: [`st_geomfromtext('LINESTRING(0 0, 1 1)')`],
  polygon: [`st_geomfromtext('POLYGON((0 0, 1 0, 1 1, 0 0))')`]
}
