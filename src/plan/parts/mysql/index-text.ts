/** Names and what stands around them in the statements that make and drop indexes. */
import {quoteName} from '../../../sql/mysql.js'

// A word that says which index it is, is no name: `ADD UNIQUE (a)` has none.
const name = '(?:`(?:[^`]|``)+`|(?!(?:UNIQUE|FULLTEXT|SPATIAL|VECTOR|INDEX|KEY|USING)\\b)[\\w$\\u0080-\\uffff]+)'
const fullName = `(?:${name}\\s*\\.\\s*)?${name}`
const createIndex = new RegExp(
  `^CREATE\\s+((?:UNIQUE|FULLTEXT|SPATIAL|VECTOR)\\s+)?INDEX\\s+(IF\\s+NOT\\s+EXISTS\\s+)?(${name})\\s*(USING\\s+\\w+\\s+)?ON\\s+${fullName}\\s*`,
  'i'
)
const addIndex = new RegExp(
  `^ADD\\s+(?=(?:UNIQUE|FULLTEXT|SPATIAL|VECTOR|INDEX|KEY)\\b)((?:UNIQUE|FULLTEXT|SPATIAL|VECTOR)\\s+)?(?:(?:INDEX|KEY)\\b)?\\s*(IF\\s+NOT\\s+EXISTS\\s+)?(${name})\\s*(USING\\s+\\w+\\s*)?(?=\\()`,
  'i'
)
const dropIndex = new RegExp(`^DROP\\s+INDEX\\s+(IF\\s+EXISTS\\s+)?(${name})\\s+ON\\b`, 'i')

/**
 * `CREATE INDEX` and `DROP INDEX` as `ALTER TABLE` has them, which takes `ALGORITHM` and `LOCK` on both servers; any
 * other text as it is.
 *
 * @param as Name of the index; default: the one that is written.
 */
export function indexText(text: string, as?: string): string {
  const made = createIndex.exec(text) ?? addIndex.exec(text)
  if (made) {
    const [head, unique = '', ifNotExists = '', written = '', using = ''] = made
    const own = as === undefined ? written : quoteName(as)
    return `ADD ${unique}INDEX ${ifNotExists}${own} ${using}${withoutClause(text.slice(head.length))}`
  }
  const dropped = dropIndex.exec(text)
  return dropped ? `DROP INDEX ${dropped[1] ?? ''}${dropped[2] ?? ''}` : text
}

function withoutClause(text: string): string {
  return text.replace(
    /\s+(?:ALGORITHM|LOCK)\s*=?\s*(?:DEFAULT|INSTANT|NOCOPY|INPLACE|COPY|NONE|SHARED|EXCLUSIVE)\b/gi,
    ''
  )
}
