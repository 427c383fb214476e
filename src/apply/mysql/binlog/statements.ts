/** What statements in a binary log may have done to a table whose rows are read from it. */

export interface TableName {
  schema: string
  table: string
}

/** Rows that were written as statements: nobody can tell which. What of MariaDB only comes before them is among it. */
const writing =
  /^(?:INSERT|UPDATE|DELETE|REPLACE|LOAD|CALL|DO|SELECT|WITH|VALUES|TABLE|\(|SET\s+STATEMENT\b|ANALYZE\s+(?!(?:(?:NO_WRITE_TO_BINLOG|LOCAL)\s+)?TABLES?\b))/i

/** What may stand before a statement; that of a version comment is one. https://mariadb.com/kb/en/set-statement/ */
const before = /^(?:\s+|\/\*M?!\d*|\/\*(?!M?!)[^]*?\*\/|(?:--\s|#)[^\n]*\n|SET\s+STATEMENT\s[^'"`]*?\sFOR\s)+/i

const word = /`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\p{L}\p{N}_$]+/u.source
const name = new RegExp(`(${word})(?:\\s*\\.\\s*(${word}))?`, 'gu')
const altered = new RegExp(
  `^ALTER\\s+(?:(?:ONLINE|OFFLINE|IGNORE)\\s+)*TABLE\\s+(?:IF\\s+EXISTS\\s+)?((?:${word})(?:\\s*\\.\\s*(?:${word}))?)(.*)$`,
  'isu'
)

/** Of foreign keys: rows stay as they are. */
const aboutKeys = /^\s*(?:ADD\s+(?:CONSTRAINT\s+\S+\s+)?FOREIGN\s+KEY|DROP\s+FOREIGN\s+KEY|ALGORITHM\s*=)/i

/**
 * Why the keys of rows that come after a statement, or came by it, cannot be relied upon.
 *
 * @param schema The database that names without one are of.
 * @returns `undefined`: they can.
 */
export function objectionTo(text: string, schema: string, own: TableName): string | undefined {
  const statement = text.replace(before, '')
  if (writing.test(statement)) {
    if (!mayConcern(statement, schema, own)) return undefined
    return `a session wrote rows as a statement (\`binlog_format\` was not ROW there): ${shortened(statement)}`
  }
  if (/^RENAME\b/i.test(statement) && isNamed(statement, schema, own)) return `it was renamed: ${shortened(statement)}`
  if (!/^ALTER\b/i.test(statement) || !isNamed(statement, schema, own)) return undefined
  const [, target = '', clauses = ''] = altered.exec(statement) ?? []
  const isTarget = isNamed(target, schema, own)
  const isHarmless = isTarget ? isOfKeys(clauses) : !/\bEXCHANGE\s+PARTITION\b/i.test(statement)
  return isHarmless ? undefined : `it was altered: ${shortened(statement)}`
}

/** Written in its database, or with its name or that of its database: what else reaches it through others is not seen. */
function mayConcern(statement: string, schema: string, own: TableName): boolean {
  if (isSame(schema, own.schema)) return true
  const words = [...statement.matchAll(name)].flatMap(([, first, second]) => [first, second])
  return words.some((each) => each !== undefined && [own.schema, own.table].some((it) => isSame(plain(each), it)))
}

function isOfKeys(clauses: string): boolean {
  return clauses
    .replace(/`(?:[^`]|``)+`/g, 'x')
    .replace(/\([^()]*\)/g, '')
    .split(',')
    .every((clause) => aboutKeys.test(clause))
}

/** Whether a table is named, in letters of any case. */
function isNamed(statement: string, schema: string, own: TableName): boolean {
  return [...statement.matchAll(name)].some(([, first = '', second]) => {
    const [database, table] = second === undefined ? [schema, plain(first)] : [plain(first), plain(second)]
    return isSame(table, own.table) && isSame(database, own.schema)
  })
}

function plain(quoted: string): string {
  const quote = quoted.charAt(0)
  return quote === '`' || quote === '"' ? quoted.slice(1, -1).replaceAll(quote + quote, quote) : quoted
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function shortened(statement: string): string {
  return `\`${statement.length > 100 ? `${statement.slice(0, 100)}…` : statement}\``
}
