/** What never stands in a journal, a log or on a screen. */

/** `PASSWORD 'x'`, `IDENTIFIED BY 'x'`, and passwords in connection strings. */
const secrets = /\b((?:PASSWORD|IDENTIFIED\s+BY|password\s*=)\s*)(?:[Ee]?'(?:[^']|'')*'|[^\s',;)]+)/gi

/** A text of SQL without the passwords in it. */
export function redact(sql: string): string {
  return sql.replace(secrets, "$1'…'")
}
