/** Plausible values for a column of PostgreSQL, as SQL in `n`. */
import {literal, literalsOf, numberCandidates, textCandidates, timeCandidates} from '../rows/literals.js'

/** What is known of the type of a column. */
export interface ColumnType {
  /** Name of the base type: of a domain, what it is based on; of an array, its elements'. */
  base: string
  array: boolean
  /** `e`: enum, `c`: composite, `r`: range, `m`: multirange, `b`: base. */
  kind: string
  /** Of an enum, in order. */
  labels: readonly string[]
  /** Of texts and bits; of numerics the precision. */
  length: number | undefined
  scale: number
}

/** What is known of the column. */
export interface ColumnHints {
  name: string
  /** 1 for the first: later columns get later times and bigger numbers, so that an end comes after its beginning. */
  position: number
  /** The checks that it is in, and those of its domain. */
  conditions: readonly string[]
}

/** Expressions for a column, most plausible first. */
export function candidatesFor(type: ColumnType, hints: ColumnHints): string[] {
  const all = type.array
    ? scalar({...type, array: false}, hints)
        .slice(0, 1)
        .map((each) => `ARRAY[${each}]`)
    : scalar(type, hints)
  return [...new Set(all)]
}

function scalar(type: ColumnType, hints: ColumnHints): string[] {
  const {base, kind, labels} = type
  const {conditions, name} = hints
  // What is named as a key finds the row of its number, also where no key says so yet.
  const position = /id$/i.test(name) ? 0 : hints.position
  const literals = literalsOf(conditions.join(' '))
  if (kind === 'e') return [pick(labels), ...labels.map(literal)]
  if (kind === 'r') return ranges[base] === undefined ? [] : [ranges[base]]
  if (numbers.has(base)) return [numberOf(type, position), ...numberCandidates(literals), '0', '1']
  if (texts.has(base)) return textOf(type, hints)
  if (times[base] !== undefined) {
    const moment = times[base](position)
    return [moment, ...timeCandidates(literals, (text) => `${literal(text)}::timestamp + interval '1 hour'`)]
  }
  return others[base] ?? []
}

const numbers = new Set(['int2', 'int4', 'int8', 'oid', 'numeric', 'float4', 'float8', 'money'])
const texts = new Set(['text', 'varchar', 'bpchar', 'citext', 'name'])

/** One of several texts, in turn. */
function pick(labels: readonly string[]): string {
  return `(ARRAY[${labels.map(literal).join(', ')}])[1 + mod(n, ${labels.length})]`
}

function numberOf({base, length, scale}: ColumnType, position: number): string {
  const count = position === 0 ? 'n' : `n + ${position}`
  if (base === 'int2') return `mod(${count}, 32000)`
  if (base !== 'numeric' || length === undefined) return count
  const whole = length - scale
  if (whole > 0) return whole > 9 ? count : `mod(${count}, ${10 ** whole})`
  return `mod(n, ${10 ** Math.min(scale, 9)}) / 1${'0'.repeat(Math.min(scale, 9))}.0`
}

/** By the name of the column, else of the name itself. */
function textOf({length = Infinity}: ColumnType, {conditions, name}: ColumnHints): string[] {
  const literals = literalsOf(conditions.join(' '))
  const named = [
    {when: /e?mail/i, value: `'user' || n || '@example.com'`},
    {when: /ur[li]|link|href|website|actor_id|inbox/i, value: `'https://example.com/${word(name)}/' || n`},
    {when: /phone|mobile/i, value: `'+1555' || lpad(n::text, 7, '0')`},
    {when: /hash|token|secret|digest|checksum/i, value: `md5(${literal(name)} || n)`},
    {when: /time_?zone/i, value: `'Etc/UTC'`},
    {when: /locale|lang/i, value: `'en'`},
    {when: /ip(_?addr|$)/i, value: `'10.0.' || mod(n / 256, 256) || '.' || mod(n, 256)`}
  ].find(({when}) => when.test(name))?.value
  const long = [...(named === undefined ? [] : [named]), `'${word(name)} ' || n`]
  // What is too long is left for what is as different in less space.
  const fitting =
    length < 40
      ? long.map((each) => `CASE WHEN length(${each}) <= ${length} THEN ${each} ELSE ${short(length)} END`)
      : long
  const shapes = conditions.length === 0 ? [] : [...textCandidates(literals, pick), ...shapesOfText]
  return [...fitting, ...shapes, `''`]
}

function short(length: number): string {
  return length >= 12 ? `left(md5(n::text), ${length})` : `right(lpad(to_hex(n), ${length}, '0'), ${length})`
}

function word(name: string): string {
  return name.replace(/[^a-z0-9_]/gi, '')
}

/** What checks of texts most often ask for. */
const shapesOfText = [
  `'a' || n`,
  `'A' || n`,
  `n::text`,
  `lpad(to_hex(n), 6, '0')`,
  `'#' || lpad(to_hex(n), 6, '0')`,
  `'user' || n || '@example.com'`,
  `'https://example.com/' || n`,
  `'/path/' || n`,
  `translate(n::text, '0123456789', 'abcdefghij')`,
  `upper(translate(n::text, '0123456789', 'abcdefghij'))`,
  `md5(n::text)`,
  `md5(n::text)::uuid::text`,
  `'{}'`,
  // A name of a public id, as in Boundary: `u_1234567890`.
  `'u_' || lpad(n::text, 10, '0')`
]

const times: Record<string, (position: number) => string> = {
  date: (position) => `DATE '2024-01-01' + mod(n, 365) + ${position}`,
  timestamp: (position) => `TIMESTAMP '2024-01-01' + n * interval '1 minute' + ${position} * interval '1 hour'`,
  timestamptz: (position) =>
    `TIMESTAMPTZ '2024-01-01 00:00:00Z' + n * interval '1 minute' + ${position} * interval '1 hour'`
}

const ranges: Record<string, string> = {
  int4range: 'int4range(n, n + 1)',
  int8range: 'int8range(n, n + 1)',
  numrange: 'numrange(n, n + 1)',
  daterange: `daterange(DATE '2024-01-01' + n, DATE '2024-01-02' + n)`,
  tsrange: `tsrange(TIMESTAMP '2024-01-01' + n * interval '1 hour', TIMESTAMP '2024-01-01' + (n + 1) * interval '1 hour')`,
  tstzrange: `tstzrange(TIMESTAMPTZ '2024-01-01' + n * interval '1 hour', TIMESTAMPTZ '2024-01-01' + (n + 1) * interval '1 hour')`
}

const others: Record<string, string[]> = {
  bool: ['mod(n, 2) = 0', 'true', 'false'],
  uuid: [`md5('row' || n)::uuid`],
  json: [`json_build_object('n', n)`, `'[]'`, `'{}'`],
  jsonb: [`jsonb_build_object('n', n)`, `'[]'`, `'{}'`],
  bytea: [`decode(md5(n::text), 'hex')`, `'\\x'::bytea`],
  time: [`TIME '00:00' + n * interval '1 second'`],
  timetz: [`TIME '00:00' + n * interval '1 second'`],
  interval: [`n * interval '1 minute'`],
  inet: [`'10.0.0.0'::inet + n`],
  cidr: [`('10.' || mod(n / 256, 256) || '.' || mod(n, 256) || '.0/24')::cidr`],
  macaddr: [
    `('02:00:00:' || mod(n / 65536, 90) + 10 || ':' || mod(n / 256, 90) + 10 || ':' || mod(n, 90) + 10)::macaddr`
  ],
  bit: [`n::bit(32)`],
  varbit: [`n::bit(32)::varbit`],
  xml: [`('<row>' || n || '</row>')::xml`],
  tsvector: [`to_tsvector('simple', 'row ' || n)`],
  tsquery: [`to_tsquery('simple', 'row')`],
  hstore: [`('n=>' || n)`],
  ltree: [`('row.' || n)`],
  point: ['point(n, n)'],
  line: [`line(point(n, 0), point(n, 1))`],
  lseg: ['lseg(point(n, 0), point(n, 1))'],
  box: ['box(point(n, 0), point(n + 1, 1))'],
  path: [`path '((0,0),(1,1))'`],
  polygon: ['polygon(box(point(n, 0), point(n + 1, 1)))'],
  circle: ['circle(point(n, n), 1)'],
  geometry: [`'POINT(1 1)'`],
  geography: [`'POINT(1 1)'`],
  pg_lsn: [`'0/0'::pg_lsn + n`],
  regclass: [`'pg_class'::regclass`]
}
