/** Getting events of a server's binary log as `mysqlbinlog` does: from a place to where the log ends now. */
import type {Connection as MysqlClient, QueryError} from 'mysql2'
import {optionsOf} from '../connect.js'
import {isSyntaxError} from '../view/channels.js'

/** Where an event begins, or ends. */
export interface LogPlace {
  file: string
  position: number
}

/** A connection that one part of the log can be got by: the server closes it then. */
export interface LogConnection {
  /** Where the log ends now. */
  end: () => Promise<LogPlace>
  /**
   * Get all from a place on.
   *
   * @param each Takes an event; while it has something to wait for, no more are taken, and after `enough` none.
   */
  dump: (from: LogPlace, each: (event: Buffer) => Promise<void> | 'enough' | undefined) => Promise<void>
  /** What is being got then fails. */
  close: () => void
}

/** A server that says nothing for so long while it has something to say is gone. */
const silenceMs = 30_000

/** Events with checksums where the log has them; MariaDB’s own ones, so that each group of events is seen to begin. */
const settings =
  "SET @master_binlog_checksum = 'CRC32', @source_binlog_checksum = 'CRC32', @mariadb_slave_capability = 4"

/** What a driver's connection is to a command of its protocol. */
interface Wire {
  addCommand: (command: {
    execute: (packet: Packet | undefined) => boolean
    onResult: (error: Error | null) => void
  }) => void
  writePacket: (packet: {buffer: Buffer; length: () => number; writeHeader: (sequence: number) => void}) => void
  _resetSequenceId: () => void
  pause: () => void
  resume: () => void
}

interface Packet {
  buffer: Buffer
  offset: number
  end: number
  asError: (encoding: string) => QueryError
}

/** How the answer to a dump begins. */
const [isError, isEnd] = [0xff, 0xfe]

/** Longer ones that begin so are no end. */
const longestEnd = 9

/** @param url As `connect` has it. */
export async function connectToLog(url: string): Promise<LogConnection> {
  const {createConnection} = await import('mysql2')
  const client = createConnection(optionsOf(url, 'sqlsafe binary log'))
  let broken: (error: Error) => void = () => undefined
  client.on('error', (error: Error) => {
    broken(error)
  })
  await ask(client, settings)
  return {
    end: () => logEnd((sql) => ask(client, sql)),
    dump: (from, each) =>
      new Promise((resolve, reject) => {
        broken = reject
        let isAsked = false
        let isWaiting = false
        const silence = setTimeout(() => {
          fail(new Error('Unexpected silence of the binary log, the connection to it counts as lost'))
        }, silenceMs)
        const stop = (): void => {
          clearTimeout(silence)
          client.destroy()
        }
        const fail = (error: unknown): void => {
          stop()
          reject(error instanceof Error ? error : new Error(String(error)))
        }
        const wire = client as unknown as Wire
        wire.addCommand({
          execute(packet) {
            if (!isAsked) {
              isAsked = true
              wire._resetSequenceId()
              wire.writePacket(request(from))
              return false
            }
            if (packet === undefined) return false
            if (!isWaiting) silence.refresh()
            const {buffer, end, offset} = packet
            if (buffer[offset] === isError) {
              fail(packet.asError('utf8'))
              return true
            }
            if (buffer[offset] === isEnd && end - offset < longestEnd) {
              stop()
              resolve()
              return true
            }
            try {
              const work = each(buffer.subarray(offset + 1, end))
              if (work === 'enough') {
                stop()
                resolve()
                return true
              }
              if (work !== undefined) {
                wire.pause()
                clearTimeout(silence)
                isWaiting = true
                work.then(() => {
                  isWaiting = false
                  silence.refresh()
                  wire.resume()
                }, fail)
              }
            } catch (error) {
              fail(error)
              return true
            }
            return false
          },
          onResult: fail
        })
      }),
    close() {
      client.destroy()
      broken(new Error('Unexpected end of the connection to the binary log, the connection was closed'))
    }
  }
}

/** What status there is; `undefined`: the server writes no binary log. */
export async function logStatus(query: Ask): Promise<Record<string, string | null> | undefined> {
  const [row] = await query('SHOW BINARY LOG STATUS').catch((error: unknown) => {
    // Before MySQL 8.2, and MariaDB.
    if (!isSyntaxError(error)) throw error
    return query('SHOW MASTER STATUS')
  })
  return row
}

/** Where the log ends now. */
export async function logEnd(query: Ask): Promise<LogPlace> {
  const row = await logStatus(query)
  if (row === undefined) throw new Error('Unexpected lack of a binary log, expected the server to write one')
  return {file: row['File'] ?? '', position: Number(row['Position'])}
}

type Ask = (sql: string) => Promise<Array<Record<string, string | null>>>

function ask(client: MysqlClient, sql: string): ReturnType<Ask> {
  return new Promise((resolve, reject) => {
    client.query(sql, (error, rows) => {
      if (error) reject(error)
      else resolve(rows as Array<Record<string, string | null>>)
    })
  })
}

/**
 * `COM_BINLOG_DUMP` that ends where the log does, as no server of its own: nobody else that reads the log is sent away.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_binlog_dump.html
 */
function request({file, position}: LogPlace): Parameters<Wire['writePacket']>[0] {
  const [command, notBlocking, ofNobody, header] = [0x12, 1, 0, 4]
  const name = Buffer.from(file)
  const body = Buffer.alloc(11)
  body.writeUInt8(command, 0)
  body.writeUInt32LE(position, 1)
  body.writeUInt16LE(notBlocking, 5)
  body.writeUInt32LE(ofNobody, 7)
  const buffer = Buffer.concat([Buffer.alloc(header), body, name])
  return {
    buffer,
    length: () => buffer.length,
    writeHeader(sequence) {
      buffer.writeUIntLE(buffer.length - header, 0, 3)
      buffer.writeUInt8(sequence, 3)
    }
  }
}
