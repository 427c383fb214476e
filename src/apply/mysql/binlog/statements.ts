/** What statements in a binary log may have done to a table whose rows are read from it. */

export interface TableName {
  schema: string
  table: string
}

/** What comes into a log of rows as a statement, and leaves rows of a table that stays the same as they are. */
const harmless = new RegExp(
  `^(?:${[
    '(?:BEGIN|START\\s+TRANSACTION|COMMIT|ROLLBACK|XA)\\b',
    '(?:RELEASE\\s+)?SAVEPOINT\\b',
    '(?:CREATE|DROP|TRUNCATE|GRANT|REVOKE|FLUSH|INSTALL|UNINSTALL)\\b',
    'SET\\s+(?:PASSWORD|DEFAULT\\s+ROLE|ROLE)\\b',
    '(?:ANALYZE|CHECK|OPTIMIZE|REPAIR)\\s+(?:(?:NO_WRITE_TO_BINLOG|LOCAL)\\s+)?TABLES?\\b',
    // Of definers and the like, what is altered comes later.
    'ALTER\\s+(?!(?:(?:ONLINE|OFFLINE|IGNORE)\\s+)*TABLE\\b)',
    'RENAME\\s+USER\\b'
  ].join('|')})`,
  'i'
)

/** Where rows are logged, no table is logged as made with rows: functions that fill them may write. */
const filling = /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMPORARY\s+)?TABLE\b[^]*(?:\bSELECT\b|\bVALUES\s*(?:ROW\b|\())/i

/** Those that write rows, in their words; nothing hangs on that the list is whole. */
const writing = /^(?:INSERT|UPDATE|DELETE|REPLACE|LOAD|CALL|DO|SELECT|WITH|CREATE|ANALYZE|SET\s+STATEMENT)\b/i

/** What may stand before a statement. https://mariadb.com/kb/en/set-statement/ */
const before = /^(?:\s+|SET\s+STATEMENT\s[^'"`]*?\sFOR\s)+/i

/** Texts, names, and comments: what a version comment holds is a part of the statement. */
const piece =
  /('(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`(?:[^`]|``)*`)|\/\*M?!\d*|\*\/|\/\*[^]*?\*\/|(?:--(?=\s|$)|#)[^\n]*/g

const word = /`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\p{L}\p{N}_$]+/u.source
const name = new RegExp(`(${word})(?:\\s*\\.\\s*(${word}))?`, 'gu')
const altered = new RegExp(
  `^ALTER\\s+(?:(?:ONLINE|OFFLINE|IGNORE)\\s+)*TABLE\\s+(?:IF\\s+EXISTS\\s+)?((?:${word})(?:\\s*\\.\\s*(?:${word}))?)(.*)$`,
  'isu'
)

/** Of foreign keys: rows stay as they are. */
const aboutKeys = /^\s*(?:ADD\s+(?:CONSTRAINT\s+\S+\s+)?FOREIGN\s+KEY|DROP\s+FOREIGN\s+KEY|ALGORITHM\s*=)/i

/**
 * Why the keys of rows that come after a statement, or came by it, cannot be relied upon: what is not known to be harmless
 * and may have to do with the table is one.
 *
 * @param schema The database that names without one are of.
 * @returns `undefined`: they can.
 */
export function objectionTo(text: string, schema: string, own: TableName): string | undefined {
  const statement = bare(text)
  const fills = filling.test(statement.replace(piece, ' '))
  if (!fills && harmless.test(statement)) return undefined
  if (renaming.test(statement)) return renames(text, schema, own) ? `it was renamed: ${shortened(text)}` : undefined
  const [, target, clauses = ''] = altered.exec(statement) ?? []
  if (target !== undefined) {
    const isHarmless = isNamed(target, schema, own)
      ? isOfKeys(clauses)
      : !/\bEXCHANGE\s+PARTITION\b/i.test(clauses) || !isNamed(clauses, schema, own)
    return isHarmless ? undefined : `it was altered: ${shortened(text)}`
  }
  if (!mayConcern(text, schema, own)) return undefined
  const what = writing.test(statement)
    ? 'a session wrote rows as a statement (`binlog_format` was not ROW there)'
    : 'a statement is logged that may have written to it'
  return `${what}: ${shortened(text)}`
}

const renaming = /^RENAME\s+TABLES?\b/i

/** Whether a statement renames the table, or another to it. */
export function renames(text: string, schema: string, own: TableName): boolean {
  const statement = bare(text)
  return renaming.test(statement) && isNamed(statement, schema, own)
}

/** Without comments, and what may stand before it. */
function bare(text: string): string {
  return text.replace(piece, (_, quoted: string | undefined) => quoted ?? ' ').replace(before, '')
}

/** Written in its database, or with its name or that of its database: what else reaches it through others is not seen. */
function mayConcern(text: string, schema: string, own: TableName): boolean {
  if (isSame(schema, own.schema) || isUnreadable(text, own)) return true
  const words = [...text.matchAll(name)].flatMap(([, first, second]) => [first, second])
  return words.some((each) => each !== undefined && [own.schema, own.table].some((it) => isSame(plain(each), it)))
}

/** In letters of another character set there may be its name. */
function isUnreadable(text: string, {schema, table}: TableName): boolean {
  return text.includes('\uFFFD') && /[^\p{ASCII}]/u.test(schema + table)
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
  if (isUnreadable(statement, own)) return true
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
