/** What events of a binary log are made of. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html */
import {crc32, inflateSync} from 'node:zlib'

export interface LogEvent {
  type: number
  /** Seconds; 0: made up by the server for us, not in the log. */
  timestamp: number
  server: number
  /** Where it ends; 0: not told. */
  end: number
  flags: number
  /** Without header and checksum. */
  body: Buffer
}

/** https://mariadb.com/kb/en/2-binlog-event-header/ has those of MariaDB. */
export const types = {
  query: 2,
  stop: 3,
  rotate: 4,
  formatDescription: 15,
  xid: 16,
  tableMap: 19,
  gtid: 33,
  anonymousGtid: 34,
  xaPrepare: 38,
  partialUpdate: 39,
  transactionPayload: 40,
  taggedGtid: 42,
  mariadbGtid: 162,
  compressedQuery: 165
} as const

/** Those that begin a group of events, mostly a transaction. */
export const beginnings: ReadonlySet<number> = new Set([
  types.gtid,
  types.anonymousGtid,
  types.taggedGtid,
  types.mariadbGtid
])

/** Those that tell nothing of rows. */
export const harmless: ReadonlySet<number> = new Set([
  ...beginnings,
  types.xid,
  5, // INTVAR, RAND and USER_VAR stand before a statement
  13,
  14,
  27, // HEARTBEAT
  28, // IGNORABLE
  29, // ROWS_QUERY
  35, // PREVIOUS_GTIDS
  36, // TRANSACTION_CONTEXT
  37, // VIEW_CHANGE
  41, // HEARTBEAT_V2
  160, // ANNOTATE_ROWS
  161, // BINLOG_CHECKPOINT
  163, // GTID_LIST
  164 // START_ENCRYPTION
])

/** Set by a server that wrote an event which others may leave out. */
export const ignorable = 0x80

const headerLength = 19
const checksumLength = 4

/** Of a file that is being written, or was when its server crashed; left out of the checksum. */
const inUse = 1

/** @throws {Error} When it is not what was written. */
export function readEvent(bytes: Buffer, isChecked: boolean): LogEvent {
  const type = bytes.readUInt8(4)
  const flags = bytes.readUInt16LE(17)
  if (isChecked && !isIntact(bytes, type, flags)) {
    throw new Error(
      `Unexpected checksum of an event of the binary log (type ${String(type)}), expected that of its bytes`
    )
  }
  return {
    type,
    timestamp: bytes.readUInt32LE(0),
    server: bytes.readUInt32LE(5),
    end: bytes.readUInt32LE(13),
    flags,
    body: bytes.subarray(headerLength, isChecked ? -checksumLength : undefined)
  }
}

function isIntact(bytes: Buffer, type: number, flags: number): boolean {
  const content = bytes.subarray(0, -checksumLength)
  const stored = bytes.readUInt32LE(bytes.length - checksumLength)
  if (type !== types.formatDescription || (flags & inUse) === 0) return crc32(content) === stored
  const written = Buffer.from(content)
  written.writeUInt16LE(flags & ~inUse, 17)
  return crc32(written) === stored
}

/** Whether the events after a format description have checksums: its last byte but those of its own. */
export function hasChecksums(bytes: Buffer): boolean {
  return bytes.readUInt8(bytes.length - checksumLength - 1) === 1
}

/** Of a rotation, the file that comes next. */
export function nextFile({body}: LogEvent): string {
  return body.subarray(8).toString()
}

/** The database that a statement was written in. */
export function schemaOf({body}: LogEvent): string {
  const start = 13 + body.readUInt16LE(11)
  return body.toString('utf8', start, start + body.readUInt8(8))
}

/** The text of a statement. */
export function statementOf({body, type}: LogEvent): string {
  const [schemaLength, statusLength] = [body.readUInt8(8), body.readUInt16LE(11)]
  const text = body.subarray(13 + statusLength + schemaLength + 1)
  return (type === types.compressedQuery ? inflate(text) : text).toString()
}

/** https://mariadb.com/kb/en/compressing-events-to-reduce-size-of-the-binary-log/ */
export function inflate(bytes: Buffer): Buffer {
  const first = bytes.readUInt8(0)
  if ((first & 0xf0) !== 0x80) {
    throw new Error(`Unexpected way of compressing events (${String(first)}), expected zlib`)
  }
  return inflateSync(bytes.subarray(1 + (first & 0x07)))
}

/** Bytes that are read one after the other. */
export class Reader {
  offset = 0
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.length
  }

  take(length: number): Buffer {
    const end = this.offset + length
    if (end > this.bytes.length) throw new Error('Unexpected end of an event of the binary log, expected more')
    const taken = this.bytes.subarray(this.offset, end)
    this.offset = end
    return taken
  }

  number(length: number): number {
    return this.take(length).readUIntLE(0, length)
  }

  /** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
  packed(): number {
    const first = this.number(1)
    if (first < 0xfb) return first
    if (first === 0xfc) return this.number(2)
    if (first === 0xfd) return this.number(3)
    return Number(this.take(8).readBigUInt64LE())
  }

  rest(): Buffer {
    return this.take(this.bytes.length - this.offset)
  }
}

/** Whether a bit is set, counted from the first byte's lowest. */
export function hasBit(bits: Buffer, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
}
