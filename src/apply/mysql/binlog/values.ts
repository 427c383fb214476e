/** Values of columns in events of rows: how long each is, and those of keys as cursors have them. */
import type {KeyColumn} from '../keys.js'
import type {Reader} from './events.js'

/** A column as a table map tells it. https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html */
export interface LoggedColumn {
  type: number
  /** What is told beside the type: numbers of bytes, digits, or a type. */
  meta: readonly [number, number]
}

const wholeLengths: Readonly<Record<number, number>> = {
  1: 1, // TINY
  2: 2, // SHORT
  3: 4, // LONG
  4: 4, // FLOAT
  5: 8, // DOUBLE
  6: 0, // NULL
  7: 4, // TIMESTAMP
  8: 8, // LONGLONG
  9: 3, // INT24
  10: 3, // DATE
  11: 3, // TIME
  12: 8, // DATETIME
  13: 1, // YEAR
  14: 3 // NEWDATE
}

export const code = {
  timestamp: 7,
  time: 11,
  datetime: 12,
  varchar: 15,
  bit: 16,
  timestamp2: 17,
  datetime2: 18,
  time2: 19,
  mariadbBlob: 140,
  mariadbVarchar: 141,
  vector: 242,
  json: 245,
  decimal: 246,
  enum: 247,
  set: 248,
  blob: 252,
  varString: 253,
  string: 254,
  geometry: 255
} as const

/** How many bytes a table map has about a column of a type. */
export function metaLength(type: number): number {
  switch (type) {
    case code.varchar:
    case code.mariadbVarchar:
    case code.bit:
    case code.decimal:
    case code.varString:
    case code.string:
      return 2
    case 4:
    case 5:
    case code.timestamp2:
    case code.datetime2:
    case code.time2:
    case code.vector:
    case code.json:
    case code.blob:
    case code.geometry:
    case code.mariadbBlob:
      return 1
    default:
      if (type in wholeLengths) return 0
      throw new Error(`Unexpected type ${String(type)} of a column in the binary log, expected one that is known`)
  }
}

/** Take the bytes of a value, without those that tell how many there are. */
export function takeValue({meta, type}: LoggedColumn, reader: Reader): Buffer {
  const [first, second] = meta
  switch (type) {
    case code.varchar:
    case code.mariadbVarchar:
    case code.varString:
      return reader.take(reader.number(first + second * 256 > 255 ? 2 : 1))
    case code.blob:
    case code.mariadbBlob:
    case code.json:
    case code.geometry:
    case code.vector:
      return reader.take(reader.number(first))
    case code.string: {
      if (first === code.enum || first === code.set) return reader.take(second)
      return reader.take(reader.number(stringLength(first, second) > 255 ? 2 : 1))
    }
    case code.bit:
      return reader.take(second + Number(first > 0))
    case code.timestamp2:
      return reader.take(4 + fractionLength(first))
    case code.datetime2:
      return reader.take(5 + fractionLength(first))
    case code.time2:
      return reader.take(3 + fractionLength(first))
    case code.decimal:
      return reader.take(decimalShape(first, second).bytes)
    default:
      return reader.take(wholeLengths[type] ?? Number.NaN)
  }
}

/** The length of a long `CHAR` has two bits in that of its type. */
function stringLength(type: number, length: number): number {
  return (type & 0x30) === 0x30 ? length : length | (((type & 0x30) ^ 0x30) << 4)
}

function fractionLength(digits: number): number {
  return Math.ceil(digits / 2)
}

/** A value of a key column as text: one that the server takes for equal, as `keys.ts` has it. */
export function keyText(column: KeyColumn, {meta, type}: LoggedColumn, bytes: Buffer): string {
  switch (column.sort) {
    case 'text':
    case 'binary':
      return bytes.toString('hex').toUpperCase()
    case 'number':
      if (type === code.decimal) return decimalText(bytes, meta)
      if (column.type.startsWith('year')) return bytes[0] === 0 ? '0000' : String(1900 + bytes.readUInt8(0))
      return integer(bytes, /unsigned|zerofill/.test(column.type)).toString()
    case 'enum':
    case 'set':
      return unsigned(bytes).toString()
    case 'bit':
      return unsigned(Buffer.from(bytes).reverse()).toString()
    case 'temporal':
      return temporalText(type, meta[0], bytes)
    case 'address':
      return addressText(column.type, bytes)
  }
}

function unsigned(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

function integer(bytes: Buffer, isUnsigned: boolean): bigint {
  return isUnsigned ? unsigned(bytes) : BigInt.asIntN(8 * bytes.length, unsigned(bytes))
}

/** Nine digits take four bytes, fewer of them less. */
const digitsTogether = 9
const bytesOfDigits = [0, 1, 1, 2, 2, 3, 3, 4, 4]

interface DecimalShape {
  bytes: number
  /** Digits of each part, and whether they are before the point. */
  parts: Array<{digits: number; isWhole: boolean}>
}

/** https://dev.mysql.com/doc/refman/8.4/en/precision-math-decimal-characteristics.html */
function decimalShape(precision: number, scale: number): DecimalShape {
  const whole = precision - scale
  const full = (digits: number): number[] =>
    Array.from({length: Math.floor(digits / digitsTogether)}, () => digitsTogether)
  const parts = [
    ...[whole % digitsTogether, ...full(whole)].map((digits) => ({digits, isWhole: true})),
    ...[...full(scale), scale % digitsTogether].map((digits) => ({digits, isWhole: false}))
  ].filter(({digits}) => digits > 0)
  return {parts, bytes: parts.reduce((sum, {digits}) => sum + bytesOf(digits), 0)}
}

function bytesOf(digits: number): number {
  return bytesOfDigits[digits] ?? 4
}

function decimalText(stored: Buffer, [precision, scale]: LoggedColumn['meta']): string {
  const bytes = Buffer.from(stored)
  const isNegative = (bytes.readUInt8(0) & 0x80) === 0
  bytes.writeUInt8(bytes.readUInt8(0) ^ 0x80, 0)
  let [whole, fraction, offset] = ['', '', 0]
  for (const {digits, isWhole} of decimalShape(precision, scale).parts) {
    const length = bytesOf(digits)
    const part = bytes.subarray(offset, offset + length).map((byte) => (isNegative ? byte ^ 0xff : byte))
    const text = String(Buffer.from(part).readUIntBE(0, length)).padStart(digits, '0')
    if (isWhole) whole += text
    else fraction += text
    offset += length
  }
  return `${isNegative ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
}

const two = (number: number): string => String(number).padStart(2, '0')

/** https://dev.mysql.com/doc/dev/mysql-server/latest/mysys_2my__time_8h.html, as `@@time_zone = '+00:00'` shows it. */
function temporalText(type: number, digits: number, bytes: Buffer): string {
  switch (type) {
    case code.timestamp2:
      return momentText(bytes.readUInt32BE(0), fraction(bytes.subarray(4), digits))
    case code.timestamp:
      return momentText(bytes.readUInt32LE(0), '')
    case code.datetime2:
      return datetimeText(bytes.readUIntBE(0, 5) - 0x8000000000, fraction(bytes.subarray(5), digits))
    case code.datetime: {
      const text = String(bytes.readBigUInt64LE(0)).padStart(14, '0')
      return text.replace(/^(\d{4})(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')
    }
    case code.time2:
      return timeText(bytes, digits)
    case code.time: {
      const number = bytes.readIntLE(0, 3)
      const all = Math.abs(number)
      return `${number < 0 ? '-' : ''}${two(Math.floor(all / 10_000))}:${two(Math.floor(all / 100) % 100)}:${two(all % 100)}`
    }
    default: {
      const number = bytes.readUIntLE(0, 3)
      return `${String(number >> 9).padStart(4, '0')}-${two((number >> 5) & 15)}-${two(number & 31)}`
    }
  }
}

/** Hundredths in one byte, ten thousandths in two, millionths in three. */
function fraction(bytes: Buffer, digits: number): string {
  if (digits === 0) return ''
  return `.${String(bytes.readUIntBE(0, bytes.length))
    .padStart(2 * bytes.length, '0')
    .slice(0, digits)}`
}

function momentText(seconds: number, rest: string): string {
  // MariaDB has the moments of the first second that are not its beginning.
  if (seconds === 0 && !/[1-9]/.test(rest)) return `0000-00-00 00:00:00${rest}`
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}${rest}`
}

function datetimeText(packed: number, rest: string): string {
  const [days, time] = [Math.floor(packed / 0x20000), packed % 0x20000]
  const months = Math.floor(days / 32)
  const date = `${String(Math.floor(months / 13)).padStart(4, '0')}-${two(months % 13)}-${two(days % 32)}`
  return `${date} ${two(time >> 12)}:${two((time >> 6) & 63)}:${two(time & 63)}${rest}`
}

/** One number with its fraction: below zero both count backwards. */
function timeText(bytes: Buffer, digits: number): string {
  const length = 8 * bytes.length
  const packed = BigInt(`0x${bytes.toString('hex')}`) - (1n << BigInt(length - 1))
  const all = packed < 0n ? -packed : packed
  const shift = BigInt(8 * (bytes.length - 3))
  const seconds = Number(all >> shift)
  const rest = Buffer.from(bytes.subarray(3))
  if (rest.length > 0) rest.writeUIntBE(Number(all & ((1n << shift) - 1n)), 0, rest.length)
  const text = `${two(seconds >> 12)}:${two((seconds >> 6) & 63)}:${two(seconds & 63)}${fraction(rest, digits)}`
  return `${packed < 0n ? '-' : ''}${text}`
}

/** Zeros at the end are not in the log. */
function addressText(type: string, stored: Buffer): string {
  const bytes = Buffer.concat([stored, Buffer.alloc(16)]).subarray(0, type === 'inet4' ? 4 : 16)
  if (type === 'inet4') return [...bytes].join('.')
  if (type === 'inet6') return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':')
  const parts = inOrder(bytes)
    .toString('hex')
    .match(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/)
  return (parts ?? []).slice(1).join('-')
}

/** MariaDB keeps what is a time in a UUID behind the rest: https://mariadb.com/kb/en/uuid-data-type/ */
function inOrder(bytes: Buffer): Buffer {
  const [variant, version] = [bytes.readUInt8(6), bytes.readUInt8(8) >> 4]
  if (variant < 0x80 || version < 1 || version > 5) return bytes
  const part = (from: number, to: number): Buffer => bytes.subarray(from, to)
  return Buffer.concat([part(12, 16), part(10, 12), part(8, 10), part(6, 8), part(0, 6)])
}
