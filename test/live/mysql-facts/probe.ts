import {statSync} from 'node:fs'
import {join} from 'node:path'
import {createConnection} from 'mysql2/promise'
import type {Connection, RowDataPacket} from 'mysql2/promise'
import type {FactCase} from './fact-case.js'
import {observePeers} from './peers.js'
import type {PeerCase} from './peers.js'

/** What a server did with a case. */
export interface Observation {
  /** The server refuses the plain statement: its error number. */
  error?: number
  /** First accepted `ALGORITHM`; absent where no clause was accepted, or none can be written. */
  algorithm?: string
  /** First accepted `LOCK` beside it. */
  lock?: string
  /** The plain statement made the table's data anew. */
  rebuilds?: boolean
  /** Indexes that are new in data that stays. */
  builds?: string[]
  /** Clauses that were accepted although the server then copied. */
  ignored?: string[]
}

const clauses = {
  mysql: [
    ['INSTANT'],
    ['INPLACE', 'NONE'],
    ['INPLACE', 'SHARED'],
    ['INPLACE', 'EXCLUSIVE'],
    ['COPY', 'SHARED'],
    ['COPY', 'EXCLUSIVE']
  ],
  mariadb: [
    ['INSTANT'],
    ...['NOCOPY', 'INPLACE', 'COPY'].flatMap((algorithm) =>
      ['NONE', 'SHARED', 'EXCLUSIVE'].map((lock) => [algorithm, lock])
    )
  ]
}

/** Errors that say that the clause, not the statement, is at fault: wrong usage, not supported for this. */
const clauseErrors = new Set([1221, 1845, 1846, 4092, 4158])

/** The algorithm that the server says it cannot use, whatever the lock; `undefined` where it says something else. */
function refusedAlgorithm(error: unknown): string | undefined {
  return error instanceof Error ? /^ALGORITHM=(\w+)\S* is not supported/.exec(error.message)?.[1] : undefined
}

function errorNumber(error: unknown): number {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number' && !isInterference(error)) {
    return error.errno
  }
  throw error
}

/** Not an answer about the statement: DDL of another connection won a lock on the server's own dictionary. */
export function isInterference(error: unknown): boolean {
  // https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: lock wait timeout, deadlock
  return error instanceof Error && 'errno' in error && (error.errno === 1205 || error.errno === 1213)
}

/** The statement with an `ALGORITHM` / `LOCK` clause, or `undefined` where it can take none. */
export function withClause(statement: string, dialect: 'mysql' | 'mariadb', clause: string[]): string | undefined {
  const [algorithm, lock] = clause
  const words = [`ALGORITHM=${algorithm ?? ''}`, ...(lock === undefined ? [] : [`LOCK=${lock}`])]

  if (/\b(ALGORITHM|LOCK)\s*=/i.test(statement)) return undefined
  if (/^CREATE\b.*\bINDEX\b/i.test(statement)) return `${statement} ${words.join(' ')}`
  const dropIndex = /^DROP INDEX (.*) ON (\S+)$/i.exec(statement)
  if (dropIndex) {
    return dialect === 'mysql'
      ? `${statement} ${words.join(' ')}`
      : `ALTER TABLE ${dropIndex[2] ?? ''} DROP INDEX ${dropIndex[1] ?? ''}, ${words.join(', ')}`
  }
  const alter = /^(ALTER (?:ONLINE |IGNORE )*TABLE (?:IF EXISTS )?\S+)(.*)$/is.exec(statement)
  if (!alter) return undefined
  const [, head = '', rest = ''] = alter
  if (rest.trim() === '') return `${head} ${words.join(', ')}`
  if (/^\s*(PARTITION BY|REMOVE PARTITIONING)/i.test(rest)) return `${head} ${words.join(', ')} ${rest}`
  return `${head} ${words.join(', ')}, ${rest}`
}

interface IndexId {
  id: number
  table: number
  name: string
}

/** One server, one database of its own for the cases; they are put to it one after the other. */
export class Prober {
  readonly dialect: 'mysql' | 'mariadb'
  readonly #url: string
  readonly #connection: Connection
  readonly #database: string
  readonly #dataDirectory: string
  #isTemporary = false

  private constructor(
    url: string,
    connection: Connection,
    dialect: 'mysql' | 'mariadb',
    database: string,
    dataDirectory: string
  ) {
    this.#url = url
    this.#connection = connection
    this.dialect = dialect
    this.#database = database
    this.#dataDirectory = dataDirectory
  }

  /** `number` keeps the databases of several apart. */
  static async open(url: string, number = 0): Promise<Prober> {
    const connection = await createConnection({uri: url})
    const [[server]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version, @@datadir AS directory')
    const {version, directory} = server as {version: string; directory: string}
    const database = `sqlsafe_facts_${String(process.pid)}_${String(number)}`
    return new Prober(url, connection, version.includes('MariaDB') ? 'mariadb' : 'mysql', database, directory)
  }

  async close(): Promise<void> {
    await this.#connection.query(`DROP DATABASE IF EXISTS ${this.#database}`)
    await this.#connection.end()
  }

  /** What other sessions see of a statement, in words. */
  async watch(each: PeerCase): Promise<string> {
    const peers = [await createConnection({uri: this.#url}), await createConnection({uri: this.#url})] as const
    const prepare = async (setup: readonly string[]) => {
      await this.#prepare(setup)
      for (const peer of peers) await peer.changeUser({database: this.#database})
    }
    const [writer, reader] = peers
    try {
      return await observePeers(
        {runner: this.#connection, writer, reader, prepare, dataIds: () => this.#dataIds()},
        each
      )
    } catch (error) {
      return `error ${String(errorNumber(error))}`
    } finally {
      for (const peer of peers) await peer.end()
    }
  }

  async probe({setup, statement}: FactCase): Promise<Observation> {
    const {builds, error, rebuilds: plain} = await this.#change(setup, statement)
    if (error !== undefined) return {error}
    const observation: Observation = {rebuilds: plain, ...(builds.length > 0 && {builds})}
    const refused = new Set<string>()
    let fresh = false

    for (const clause of clauses[this.dialect]) {
      const [algorithm = '', lock = 'NONE'] = clause
      const sql = withClause(statement, this.dialect, clause)
      if (sql === undefined) return observation
      if (refused.has(algorithm)) continue
      if (!fresh) await this.#prepare(setup)
      fresh = true
      const couldCopy = algorithm === 'COPY' || (algorithm === 'INPLACE' && !this.#isTemporary)
      let anew = false
      try {
        if (plain && !couldCopy) anew = await this.#makesAnew(sql)
        else await this.#connection.query(sql)
      } catch (error) {
        const number = errorNumber(error)
        // A refused clause changes nothing; any other error is about how the clause is written there.
        if (!clauseErrors.has(number)) return observation
        refused.add(refusedAlgorithm(error) ?? '')
        continue
      }
      fresh = false
      if (anew) {
        observation.ignored = [...(observation.ignored ?? []), clause.join(' ')]
        continue
      }
      return {...observation, algorithm, lock}
    }
    return observation
  }

  /** Whether the plain statement makes data anew, or indexes, or the number of the error that it meets. */
  async #change(setup: readonly string[], statement: string) {
    await this.#prepare(setup)
    const indexes = this.#isTemporary ? [] : await this.#indexIds()
    let anew: boolean
    try {
      anew = await this.#makesAnew(statement)
    } catch (error) {
      return {error: errorNumber(error), rebuilds: false, builds: []}
    }
    if (/\b(TRUNCATE|EXCHANGE)\b/.test(statement)) return {rebuilds: false, builds: []}
    if (anew) return {rebuilds: true, builds: []}
    return {rebuilds: false, builds: this.#isTemporary ? [] : newIndexes(indexes, await this.#indexIds())}
  }

  async #prepare(setup: readonly string[]): Promise<void> {
    const database = this.#database
    // A fresh session: no settings, locks or temporary tables of the case before.
    await this.#connection.changeUser({})
    await this.#connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await this.#connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`)
    await this.#connection.query(`USE ${database}`)
    for (const sql of setup) await this.#connection.query(sql)
    this.#isTemporary = setup.some((sql) => sql.startsWith('CREATE TEMPORARY TABLE'))
  }

  /** What identifies the stored data of every table and partition of the database that has any. */
  async #dataIds(): Promise<Set<string>> {
    const source = this.dialect === 'mysql' ? 'innodb_tables' : 'innodb_sys_tables'
    const [rows] = await this.#connection.query<RowDataPacket[]>(
      `SELECT table_id AS id, name FROM information_schema.${source} WHERE name LIKE ? AND name NOT LIKE '%/fts\\_%'`,
      [`${this.#database}/%`]
    )
    const filled: unknown[] = []
    for (const {id, name} of rows as unknown as Array<{id: unknown; name: string}>) {
      if (!(await this.#isEmptyPartition(name))) filled.push(id)
    }
    const files = ['t.MYD', 't.MAD', 't.CSV', 't.ARM'].flatMap((file) => {
      const found = statSync(join(this.#dataDirectory, this.#database, file), {throwIfNoEntry: false})
      return found ? [`inode ${String(found.ino)}`] : []
    })
    return new Set([...filled.map(String), ...files])
  }

  /** A partition without rows is made anew without any work; one that cannot be read may have some. */
  async #isEmptyPartition(file: string): Promise<boolean> {
    const [, table, partition] = /\/([^#]+)#p#([^#]+)/i.exec(file) ?? []
    if (table === undefined || partition === undefined) return false
    try {
      const [rows] = await this.#connection.query<RowDataPacket[]>(
        `SELECT 1 FROM ${table} PARTITION (${partition}) LIMIT 1`
      )
      return rows.length === 0
    } catch (error) {
      errorNumber(error)
      return false
    }
  }

  /** Run it; whether that made data anew. */
  async #makesAnew(sql: string): Promise<boolean> {
    if (this.#isTemporary) return this.#copiesTemporary(sql)
    const before = await this.#dataIds()
    await this.#connection.query(sql)
    return madeAnew(before, await this.#dataIds())
  }

  /** No list has the id of a session's temporary table, but a copy of one writes its rows. */
  async #copiesTemporary(sql: string): Promise<boolean> {
    const before = await this.#rowsWritten()
    await this.#connection.query(sql)
    return (await this.#rowsWritten()) - before >= 12
  }

  async #rowsWritten(): Promise<number> {
    const [[row]] = await this.#connection.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Handler_write'")
    return Number((row as {Value: string}).Value)
  }

  async #indexIds(): Promise<IndexId[]> {
    const prefix = this.dialect === 'mysql' ? 'innodb_' : 'innodb_sys_'
    const [rows] = await this.#connection.query<RowDataPacket[]>(
      `SELECT i.index_id AS id, i.table_id AS \`table\`, i.name FROM information_schema.${prefix}indexes i ` +
        `JOIN information_schema.${prefix}tables t ON t.table_id = i.table_id ` +
        "WHERE t.name LIKE ? AND t.name NOT LIKE '%/fts\\_%'",
      [`${this.#database}/%`]
    )
    return rows as unknown as IndexId[]
  }
}

/** Names of indexes that are new in tables that are not. */
function newIndexes(before: readonly IndexId[], after: readonly IndexId[]): string[] {
  const names = after
    .filter(({id, table}) => before.some((each) => each.table === table) && !before.some((each) => each.id === id))
    .map(({name}) => name)
  return [...new Set(names)].sort()
}

function madeAnew(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return [...before].some((id) => !after.has(id)) && [...after].some((id) => !before.has(id))
}
