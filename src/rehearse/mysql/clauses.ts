/** The `ALGORITHM` and `LOCK` clauses that a server can be asked with how it would do a statement. */
import type {Algorithm, MysqlLock} from '../../knowledge/effect.js'

/** An algorithm, and what it lets others do meanwhile. */
export interface Clause {
  algorithm: Algorithm
  /** `undefined`: the clause of this algorithm takes none. */
  lock: MysqlLock | undefined
}

const locks: readonly MysqlLock[] = ['NONE', 'SHARED', 'EXCLUSIVE']

/** Cheapest first: the first that is accepted is what the server does by itself. */
export const clauses: Record<'mysql' | 'mariadb', readonly Clause[]> = {
  mysql: [
    {algorithm: 'INSTANT', lock: undefined},
    ...locks.map((lock) => ({algorithm: 'INPLACE' as const, lock})),
    {algorithm: 'COPY', lock: 'SHARED'},
    {algorithm: 'COPY', lock: 'EXCLUSIVE'}
  ],
  mariadb: [
    {algorithm: 'INSTANT', lock: undefined},
    ...(['NOCOPY', 'INPLACE', 'COPY'] as const).flatMap((algorithm) => locks.map((lock) => ({algorithm, lock})))
  ]
}

/**
 * Errors that say that the clause, not the statement, is at fault: wrong usage, not supported for this.
 * https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
 */
export const clauseErrors: ReadonlySet<string> = new Set(['1221', '1845', '1846', '4092'])

/** The statement with a clause put into it, or `undefined` where it can take none. */
export function withClause(
  statement: string,
  dialect: 'mysql' | 'mariadb',
  {algorithm, lock}: Clause
): string | undefined {
  const words = [`ALGORITHM=${algorithm}`, ...(lock === undefined ? [] : [`LOCK=${lock}`])]

  if (/\b(ALGORITHM|LOCK)\s*=/i.test(statement)) return undefined
  if (/^CREATE\b.*\bINDEX\b/is.test(statement)) return `${statement} ${words.join(' ')}`
  const dropIndex = /^DROP\s+INDEX\s+(.*)\s+ON\s+(\S+)$/is.exec(statement)
  if (dropIndex) {
    return dialect === 'mysql'
      ? `${statement} ${words.join(' ')}`
      : `ALTER TABLE ${dropIndex[2] ?? ''} DROP INDEX ${dropIndex[1] ?? ''}, ${words.join(', ')}`
  }
  const alter = /^(ALTER\s+(?:ONLINE\s+|IGNORE\s+)*TABLE\s+(?:IF\s+EXISTS\s+)?(?:`(?:[^`]|``)+`|[^\s`]+))(.*)$/is.exec(
    statement
  )
  if (!alter) return undefined
  const [, head = '', rest = ''] = alter
  if (rest.trim() === '') return `${head} ${words.join(', ')}`
  if (/^\s*(PARTITION\s+BY|REMOVE\s+PARTITIONING)/i.test(rest)) return `${head} ${words.join(', ')} ${rest}`
  return `${head} ${words.join(', ')}, ${rest}`
}

/** Maintenance of partitions takes every clause and heeds none. */
export function heedsClauses(statement: string): boolean {
  return !/\b(?:EXCHANGE|TRUNCATE|OPTIMIZE|ANALYZE|CHECK|REPAIR|REBUILD|DISCARD|IMPORT)\s+(?:PARTITION|TABLESPACE)\b/i.test(
    statement
  )
}
