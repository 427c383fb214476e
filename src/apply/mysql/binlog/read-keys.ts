/** Keys of the rows of one table that were written after a place in the binary log. */
import type {LogConnection, LogPlace} from './dump.js'
import {
  beginnings,
  harmless,
  hasChecksums,
  ignorable,
  nextFile,
  readEvent,
  schemaOf,
  statementOf,
  types
} from './events.js'
import type {LogEvent} from './events.js'
import {eventsIn} from './payload.js'
import {assertFits, isAboutRows, keysOf, readTableMap, tableIdOf, tableNameOf} from './rows.js'
import type {PlacedColumn, TableMap} from './rows.js'
import {objectionTo, renames} from './statements.js'
import type {TableName} from './statements.js'

/** A place between two groups of events, and what tells its file from another of the same name. */
export interface Checkpoint extends LogPlace {
  /** Who began the file, and when; `null`: not known yet. */
  origin: string | null
}

/** Whose keys are wanted. */
export interface Wanted extends TableName {
  key: readonly PlacedColumn[]
  /** Names of tables differ by capital and small letters. */
  caseSensitive: boolean
  /** A server that crashed may have lost the end of its log. */
  mayLoseEnd: boolean
  /** Its renaming is the end of it; default: nobody expects that. */
  endsRenamed?: boolean
}

/** What was found: keys, and the last place before which all of them were. */
export interface Found {
  keys: string[][]
  until: Checkpoint
  /** The log was read to its end, or to where that was looked for. */
  isAll: boolean
  /** The table was renamed there. */
  isRenamed: boolean
}

/** Bytes that are read together. */
const mostBytes = 256 * 1024 * 1024

/** Where a file begins. */
const firstPosition = 4

/**
 * Read to where the log ends.
 *
 * @param full Called with the keys so far where there are many; they are not told again.
 * @throws {Error} When something cannot be read for sure; one that counts as a lost connection where the log ends before its
 * end: MySQL says no more to who reads it and is ended.
 */
export async function readKeys(
  log: LogConnection,
  from: Checkpoint,
  wanted: Wanted,
  full: (keys: string[][]) => Promise<void>
): Promise<Found> {
  const goal = await log.end()
  const scan = new Scan(from, wanted)
  await log.dump(from, (bytes) => {
    if (!scan.take(bytes)) return 'enough'
    return scan.isFull ? full(scan.takeKeys()) : undefined
  })
  const {isAll, isRenamed, place: until} = scan
  if (isAll && !isRenamed && !isReached(until, goal)) {
    throw new Error(
      `Unexpected end of the binary log at ${until.file}:${String(until.position)}, expected it at ${goal.file}:${String(goal.position)}: the connection to it counts as lost`
    )
  }
  return {keys: scan.takeKeys(), until, isAll, isRenamed}
}

function isReached(place: LogPlace, goal: LogPlace): boolean {
  const number = ({file}: LogPlace): number => Number(/\d+$/.exec(file)?.[0])
  return number(place) > number(goal) || (place.file === goal.file && place.position >= goal.position)
}

/** Keys that are kept in memory. */
const mostKeys = 20_000

class Scan {
  /** Nothing was left for another time. */
  isAll = true
  /** What comes now is about another table. */
  isRenamed = false
  readonly #wanted: Wanted
  readonly #start: Checkpoint
  readonly #keys = new Map<string, string[]>()
  readonly #maps = new Map<number, TableMap>()
  #place: Checkpoint
  #bytes = 0
  /** Nothing has been read of it yet. */
  #isFirst = true
  #isChecked = true
  /** The file was brought to its end. */
  #isClosed = false
  /** The group of events at hand has rows that are wanted. */
  #hasRows = false

  constructor(from: Checkpoint, wanted: Wanted) {
    this.#start = from
    this.#place = from
    this.#wanted = wanted
  }

  /** Before the group of events at hand, or at the end of the log, where none is half there. */
  get place(): Checkpoint {
    return this.#place
  }

  get isFull(): boolean {
    return this.#keys.size >= mostKeys
  }

  takeKeys(): string[][] {
    const keys = [...this.#keys.values()]
    this.#keys.clear()
    return keys
  }

  /** @returns Whether it was taken: after many bytes no more groups of events are. */
  take(bytes: Buffer): boolean {
    if (this.isRenamed) return false
    const type = bytes.readUInt8(4)
    if (this.#bytes > mostBytes && beginnings.has(type)) {
      this.isAll = false
      return false
    }
    this.#bytes += bytes.length
    if (type === types.formatDescription) this.#isChecked = hasChecksums(bytes)
    const event = type === types.rotate ? readRotation(bytes) : readEvent(bytes, this.#isChecked)
    this.#read(event)
    if (event.type === types.rotate || event.end === 0) return true
    if (event.end < this.#place.position) {
      throw new Error(
        'Unexpected file of the binary log beyond 4 GB, expected smaller transactions: abort, and begin again'
      )
    }
    this.#place = {...this.#place, position: event.end}
    return true
  }

  #read(event: LogEvent): void {
    if (beginnings.has(event.type)) {
      this.#maps.clear()
      this.#hasRows = false
    }
    if (isAboutRows(event)) {
      this.#readRows(event)
      return
    }
    switch (event.type) {
      case types.tableMap:
        this.#readMap(event)
        break
      case types.rotate:
        this.#rotate(event)
        break
      case types.stop:
        this.#isClosed = true
        break
      case types.formatDescription:
        this.#begin(event)
        break
      case types.query:
      case types.compressedQuery:
        this.#judge(event)
        break
      case types.xaPrepare:
        this.#prepare(event)
        break
      case types.transactionPayload:
        for (const inner of eventsIn(event)) this.#read(inner)
        break
      default:
        if (harmless.has(event.type) || (event.flags & ignorable) !== 0) return
        throw this.#unknown(`an event of type ${String(event.type)}, which is not known`)
    }
  }

  #readMap(event: LogEvent): void {
    if (!this.#isWanted(tableNameOf(event))) return
    const map = readTableMap(event)
    assertFits(map, this.#wanted.key)
    this.#maps.set(map.id, map)
  }

  #isWanted({schema, table}: TableName): boolean {
    const own = this.#wanted
    if (own.caseSensitive) return table === own.table && schema === own.schema
    return table.toLowerCase() === own.table.toLowerCase() && schema.toLowerCase() === own.schema.toLowerCase()
  }

  #readRows(event: LogEvent): void {
    const map = this.#maps.get(tableIdOf(event))
    if (map === undefined) return
    this.#hasRows = true
    for (const key of keysOf(event, map, this.#wanted.key)) this.#keys.set(key.join(' '), key)
  }

  #judge(event: LogEvent): void {
    const [statement, schema] = [statementOf(event), schemaOf(event)]
    if (this.#wanted.endsRenamed === true && renames(statement, schema, this.#wanted)) {
      this.isRenamed = true
      return
    }
    const objection = objectionTo(statement, schema, this.#wanted)
    if (objection !== undefined) throw this.#unknown(objection)
  }

  /** What is prepared is in the log, and may be committed much later. */
  #prepare({body}: LogEvent): void {
    const isCommitted = body[0] === 1
    if (this.#hasRows && !isCommitted) throw this.#unknown('an XA transaction was prepared that wrote to it')
  }

  /** Told twice: at the end of a file, and by the server when it goes to the next. */
  #rotate(event: LogEvent): void {
    const file = nextFile(event)
    if (file === this.#place.file) return
    const isInLog = event.timestamp !== 0
    if (!isInLog && !this.#isClosed && this.#wanted.mayLoseEnd) {
      throw this.#unknown(
        `the server crashed, and may have lost the end of ${this.#place.file} (\`sync_binlog\` is not 1)`
      )
    }
    this.#isClosed = false
    this.#place = {file, position: firstPosition, origin: null}
  }

  #begin(event: LogEvent): void {
    const origin = `${String(event.server)} ${String(event.timestamp)}`
    if (this.#isFirst && this.#start.origin !== null && this.#start.origin !== origin) {
      throw this.#unknown(
        `${this.#place.file} is another file than it was: the log was reset, or this is another server`
      )
    }
    this.#isFirst = false
    this.#place = {...this.#place, origin}
  }

  #unknown(what: string): Error {
    const {schema, table} = this.#wanted
    return new Error(
      `Unexpected state of the binary log for \`${schema}\`.\`${table}\`, expected to tell each row that was written: ${what}; abort, and begin again, or let triggers capture`
    )
  }
}

/** Those that the server makes up may have a checksum or not: before the first description nothing tells. */
function readRotation(bytes: Buffer): LogEvent {
  try {
    return readEvent(bytes, true)
  } catch {
    return readEvent(bytes, false)
  }
}
