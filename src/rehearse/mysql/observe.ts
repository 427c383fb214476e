/** What a MySQL or MariaDB server did: which data it made anew, and which clause it takes for the same statement. */
import {algorithms, mysqlLocks} from '../../knowledge/effect.js'
import type {Effect} from '../../knowledge/effect.js'
import {toServerError} from '../engine.js'
import type {Observation, ObservedRelation, ServerError} from '../rehearsal.js'
import {clauseErrors, clauses, heedsClauses, withClause} from './clauses.js'
import type {Clause} from './clauses.js'
import type {MysqlLink} from './link.js'

/** A table with what identifies its stored data. */
export interface StoredTable {
  name: string
  engine: string
  view: boolean
  /** InnoDB's ids of the table and its partitions. */
  ids: ReadonlySet<string>
}

/** Two databases with one schema: in one the statement runs as it stands, in the other it is asked about. */
export interface Pair {
  dialect: 'mysql' | 'mariadb'
  version: readonly number[]
  database: string
  main: MysqlLink
  /** `undefined`: it could not keep up, why is in `twinProblem`. */
  twin: MysqlLink | undefined
  /** Looks on. */
  watcher: MysqlLink
}

/** Send a statement; the error of the server where it refuses. */
export async function send(link: MysqlLink, sql: string): Promise<ServerError | undefined> {
  try {
    await link.query(sql)
    return undefined
  } catch (error) {
    const refused = toServerError(error)
    if (refused === undefined) throw error
    return refused
  }
}

/** Tables and views of a database. */
export async function tablesOf(watcher: MysqlLink, database: string, dialect: Pair['dialect']): Promise<StoredTable[]> {
  const source = dialect === 'mysql' ? 'innodb_tables' : 'innodb_sys_tables'
  const stored = await watcher.read<{id: number; name: string}>(
    `SELECT table_id AS id, name FROM information_schema.${source}
     WHERE name LIKE '${database.replaceAll('_', '\\_')}/%' AND name NOT LIKE '%/fts\\_%'`
  )
  const ids = new Map<string, Set<string>>()
  for (const {id, name} of stored) {
    const table = tableOfFile(name).toLowerCase()
    ids.set(table, (ids.get(table) ?? new Set()).add(String(id)))
  }
  const tables = await watcher.read<{name: string; engine: string | null; type: string}>(
    `SELECT table_name AS name, engine, table_type AS type
     FROM information_schema.tables WHERE table_schema = '${database}'`
  )
  return tables.map(({engine, name, type}) => ({
    name,
    engine: engine ?? '',
    view: type === 'VIEW',
    ids: ids.get(name.toLowerCase()) ?? new Set<string>()
  }))
}

/**
 * `db/my@002dtable#p#p0` → `my-table`.
 * https://dev.mysql.com/doc/refman/9.4/en/identifier-mapping.html
 */
function tableOfFile(name: string): string {
  const [file = ''] = name.slice(name.indexOf('/') + 1).split(/#p#/i)
  return file.replace(/@([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}

/** Run a statement in both databases and look at what it did. */
export async function observe(pair: Pair, sql: string, effects: readonly Effect[]): Promise<Observation> {
  const {database, dialect, main, watcher} = pair
  const before = await tablesOf(watcher, database, dialect)
  const empties = await emptyOf(pair, before, effects)
  const begun = performance.now()
  const error = await send(main, sql)
  const milliseconds = performance.now() - begun
  if (error !== undefined) return {relations: [], error, milliseconds, unseen: undefined}

  const after = await tablesOf(watcher, database, dialect)
  const idsAfter = new Set(after.flatMap(({ids}) => [...ids]))
  const idsBefore = new Set(before.flatMap(({ids}) => [...ids]))
  const hasNew = [...idsAfter].some((id) => !idsBefore.has(id))
  const truncates = /^truncate\b/i.test(sql) || !heedsClauses(sql)
  const rewrites = ({ids}: StoredTable): boolean | undefined => {
    if (truncates || ids.size === 0) return undefined
    return hasNew && [...ids].some((id) => !idsAfter.has(id))
  }

  const target = effects.find(({role}) => role === 'table')?.relation
  const table = before.find(({name}) => isName(dialect, name, target))
  const asked = await ask(pair, sql, table === undefined ? undefined : rewrites(table))
  const relations = before.flatMap((each): ObservedRelation[] => {
    const effect = effects.find(({relation}) => isName(dialect, each.name, relation))
    const rewrite = rewrites(each)
    if (effect === undefined && rewrite !== true) return []
    const clause = each === table && keepsItsWord(pair, each, sql, asked) ? asked : undefined
    return [
      {
        name: effect?.relation ?? each.name,
        lock: clause === undefined ? undefined : (clause.lock ?? 'NONE'),
        heldBefore: [],
        scan: undefined,
        rewrite,
        indexes: undefined,
        algorithm: clause?.algorithm,
        empty: empties.has(each.name)
      }
    ]
  })
  return {relations, error, milliseconds, unseen: unseenOf(pair, relations, asked)}
}

/** Names of tables that are known to have no rows; one that is locked is not known. */
async function emptyOf(
  {database, dialect, watcher}: Pair,
  tables: readonly StoredTable[],
  effects: readonly Effect[]
): Promise<Set<string>> {
  const empties = new Set<string>()
  for (const {name, view} of tables) {
    if (view || !effects.some(({relation}) => isName(dialect, name, relation))) continue
    const rows = await watcher
      .read(`SELECT 1 FROM ${database}.\`${name.replaceAll('`', '``')}\` LIMIT 1`)
      .catch((error: unknown) => {
        if (toServerError(error) === undefined) throw error
        return undefined
      })
    if (rows?.length === 0) empties.add(name)
  }
  return empties
}

function isName(dialect: Pair['dialect'], name: string, wanted: string | undefined): boolean {
  return (
    wanted !== undefined && (name === wanted || (dialect === 'mysql' && name.toLowerCase() === wanted.toLowerCase()))
  )
}

/**
 * Ask the other database for the cheapest clause that it takes for the statement; it runs there in
 * any case.
 *
 * @returns `undefined` where the statement takes none.
 */
async function ask(pair: Pair, sql: string, rewrites: boolean | undefined): Promise<Clause | undefined> {
  const {dialect, twin} = pair
  if (twin === undefined) return undefined
  const written = writtenClause(sql, dialect, rewrites)
  if (written !== undefined) {
    await follow(pair, sql)
    return written
  }
  for (const clause of clauses[dialect]) {
    const asking = heedsClauses(sql) ? withClause(sql, dialect, clause) : undefined
    if (asking === undefined) break
    // Asked for it, some do at once what they write anew when nobody asks; MariaDB takes some and copies all the same.
    if (rewrites === true && (clause.algorithm === 'INSTANT' || clause.algorithm === 'NOCOPY')) continue
    const error = await send(twin, asking)
    if (error === undefined) return clause
    // A refused clause changes nothing; any other error is about where the clause is written.
    if (!clauseErrors.has(error.code)) break
  }
  await follow(pair, sql)
  return undefined
}

/**
 * What the statement asks for itself, where it was taken at its word: MySQL does what is asked for,
 * MariaDB at most so much.
 * https://mariadb.com/docs/server/reference/sql-statements/data-definition/alter/alter-table
 */
function writtenClause(sql: string, dialect: Pair['dialect'], rewrites: boolean | undefined): Clause | undefined {
  const algorithm = algorithms.find((each) => each === /\bALGORITHM\s*=\s*(\w+)/i.exec(sql)?.[1]?.toUpperCase())
  const lock = mysqlLocks.find((each) => each === /\bLOCK\s*=\s*(\w+)/i.exec(sql)?.[1]?.toUpperCase())
  if (algorithm === 'INSTANT' && rewrites === false) return {algorithm, lock}
  return dialect === 'mysql' && algorithm !== undefined && lock !== undefined ? {algorithm, lock} : undefined
}

/** Run a statement in the other database too; it is given up where that cannot be done. */
export async function follow(pair: Pair, sql: string): Promise<void> {
  if (pair.twin === undefined || /\bget_lock\s*\(/i.test(sql)) return
  const error = await send(pair.twin, sql)
  if (error === undefined) return
  pair.twin.destroy()
  pair.twin = undefined
}

/**
 * MariaDB 11 takes `ALGORITHM=COPY, LOCK=NONE` and blocks writes all the same for tables of other
 * engines, `ORDER BY`, and a foreign key of a table to itself.
 */
function keepsItsWord({dialect}: Pair, {engine, name}: StoredTable, sql: string, clause: Clause | undefined): boolean {
  if (dialect === 'mysql' || clause?.algorithm !== 'COPY' || clause.lock !== 'NONE') return true
  const [, references] = /\bREFERENCES\s+`?([\w$]+)`?/i.exec(sql) ?? []
  return engine === 'InnoDB' && !/\bORDER\s+BY\b/i.test(sql) && references?.toLowerCase() !== name.toLowerCase()
}

function unseenOf(pair: Pair, relations: readonly ObservedRelation[], asked: Clause | undefined): string | undefined {
  if (relations.every(({algorithm}) => algorithm !== undefined)) return undefined
  if (pair.twin === undefined) return 'algorithm and lock cannot be seen: the second database could not keep up'
  if (asked === undefined) return 'algorithm and lock cannot be seen: the statement takes no clause to ask with'
  return undefined
}
