/** What the server did to values on the way, and said only as a warning. */
import type {Connection} from '../../connection/connection.js'
import type {ShadowRecord} from './record.js'

/** Warnings about how a statement is written; https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const aboutWords: Record<string, string> = {
  '1287': 'ER_WARN_DEPRECATED_SYNTAX',
  '1681': 'ER_WARN_DEPRECATED_SYNTAX_NO_REPLACEMENT',
  '3719': 'ER_DEPRECATED_UTF8_ALIAS',
  '3778': 'ER_WARN_DEPRECATED_COLLATION'
}

/** `WARN_DATA_TRUNCATED`, and `ER_TRUNCATED_WRONG_VALUE`: as a note, of a part of a time that the new type has not. */
const cut = ['1265', '1292']

/** @throws {Error} When the last statement said anything that nobody has asked for. */
export async function assertNoWarnings(connection: Connection, {columns}: ShadowRecord): Promise<void> {
  const cutsTime = columns.some((column) => column.cutsTime)
  const rows = await connection.query('SHOW WARNINGS')
  const unexpected = rows.filter((row) => {
    const code = row['Code'] ?? ''
    return !(code in aboutWords) && !(cutsTime && row['Level'] === 'Note' && cut.includes(code))
  })
  const [first] = unexpected
  if (first === undefined) return
  throw new Error(
    `Unexpected warning while rows were copied, expected none: ${first['Message'] ?? ''} (${first['Code'] ?? ''}); the value would not stay what it is`
  )
}
