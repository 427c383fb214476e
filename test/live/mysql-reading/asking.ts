/** Asks a real server's parser for its verdict. */
import type mysql from 'mysql2/promise'

/** What the parser of a server answers: syntax, unknown algorithm, unknown lock, unknown type. */
const refusals = new Set([1064, 1149, 1800, 1801, 4161])

/**
 * What a server finds while it parses, before it has read to the end: an unknown character set or collation, a
 * name or a number that is too long, a character that is none, partitions that do not fit. What stands behind it
 * is not known to be right.
 */
const interruptions = new Set([
  1046, 1054, 1059, 1066, 1074, 1102, 1103, 1115, 1128, 1193, 1231, 1253, 1273, 1300, 1426, 1427, 1439, 1470, 1479,
  1480, 1492, 1493, 1494, 1495, 1654, 1697, 3854, 4081
])

/** What a server says of a statement. */
export interface Verdict {
  /** `undefined`: it stopped before the end. */
  refused: boolean | undefined
  message: string
}

/** Have a statement parsed: preparing does that, and runs nothing. */
export async function ask(connection: mysql.Connection, sql: string): Promise<Verdict> {
  try {
    await connection.query(`PREPARE s FROM ${connection.escape(sql)}`)
    return {refused: false, message: ''}
  } catch (error) {
    const {errno, message} = error as {errno: number; message: string}
    if (interruptions.has(errno)) return {refused: undefined, message}
    // 1295 and all others come after the parser: the statement cannot be prepared, or what it names is not there.
    return {refused: refusals.has(errno), message}
  }
}
