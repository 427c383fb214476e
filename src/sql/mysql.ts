/** Names and values as SQL that MySQL and MariaDB read the same under every `sql_mode` and character set. */
import type {ObjectName} from '../schema/objects.js'

/** https://dev.mysql.com/doc/refman/8.4/en/identifiers.html: backticks quote also under `ANSI_QUOTES`. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** A name with its database; without one (`''`) it is in that of the connection. */
export function quoteTable({name, schema}: ObjectName): string {
  return schema === '' ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`
}

/** The database of a table, as a value. */
export function databaseOf({schema}: ObjectName): string {
  return schema === '' ? 'DATABASE()' : literal(schema)
}

/**
 * A value as a literal: in hexadecimal, because what a backslash means in a string hangs on `NO_BACKSLASH_ESCAPES`.
 * https://dev.mysql.com/doc/refman/8.4/en/charset-introducer.html
 */
export function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return String(value)
    throw new TypeError(`Unexpected number \`${String(value)}\`, expected a finite one`)
  }
  return value === '' ? "''" : `_utf8mb4 X'${Buffer.from(value).toString('hex')}'`
}

/** SQL of ours with values in place of its `?`, but for those in quoted names; SQL of users never comes here. */
export function fillIn(sql: string, values: ReadonlyArray<string | number | null>): string {
  let wanted = 0
  const filled = sql.replace(/`(?:[^`]|``)*`|\?/g, (part) => (part === '?' ? literal(values[wanted++] ?? null) : part))
  if (wanted === values.length) return filled
  throw new TypeError(`Unexpected ${String(values.length)} values, expected ${String(wanted)}: ${sql}`)
}
