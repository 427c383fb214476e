import type {Name} from '../operations/definitions.js'
import type {Catalog} from './catalog.js'
import type {ObjectName, Table} from './objects.js'
import {keyOf} from './objects.js'
import type {Server, Version} from '../server/server.js'

/** A transaction-scoped or session-scoped value of a setting. */
export interface Setting {
  value: string
  local: boolean
  /** Of a local one: the session's value that comes back at COMMIT; `undefined`: not set. */
  hidden?: string | undefined
  /** PostgreSQL: by a command of which nothing may come, as the handler of an exception may take it back. */
  doubtful?: boolean | undefined
}

/**
 * Where temporary tables are. PostgreSQL's own name for it; MySQL has no such schema, there they hide
 * a table of the same name.
 */
export const temporarySchema = 'pg_temp'

/**
 * What one connection knows beside the catalog: its settings and its transaction. A runner opens one
 * for each migration, or one for all; `begin` of a migration starts from the configured settings.
 */
export class Session {
  readonly server: Server
  /** By lower-case name; only what was set. */
  readonly settings = new Map<string, Setting>()
  /** What the connection started with, for `RESET` and `DEFAULT`. */
  readonly #configured = new Map<string, string>()
  /** `undefined`: outside of a transaction. */
  transaction: Transaction | undefined
  /** PostgreSQL: a statement runs that is a transaction of its own, such as a block, where none is open. */
  inBlock = false
  /** What routines that run now have found, the innermost last. */
  readonly #beforeRoutines: Array<{name: string; setting: Setting | undefined}> = []
  /** Tables that it has made of others of their name. */
  readonly #copies = new Set<string>()
  /** As the setting was when it was last asked for: each name of each statement asks. */
  #path: {written: string | undefined; schemas: readonly string[]} | undefined

  constructor(server: Server, settings: Record<string, string> = {}) {
    this.server = server
    for (const [name, value] of Object.entries(settings)) {
      this.settings.set(name.toLowerCase(), {value, local: false})
      this.#configured.set(name.toLowerCase(), value)
    }
  }

  /** The same connection to another version of the server. */
  onVersion(version: Version): Session {
    const other = new Session({dialect: this.server.dialect, version}, Object.fromEntries(this.#configured))
    other.settings.clear()
    for (const [name, setting] of this.settings) other.settings.set(name, setting)
    other.transaction = this.transaction
    for (const key of this.#copies) other.#copies.add(key)
    return other
  }

  /** The value of a setting when the connection was made; `undefined`: the server's default. */
  configured(name: string): string | undefined {
    return this.#configured.get(name)
  }

  get(name: string): string | undefined {
    return this.settings.get(name)?.value
  }

  /** The same where it is sure; `undefined` too where it may not have come to be set. */
  getSure(name: string): string | undefined {
    const setting = this.settings.get(name)
    return setting?.doubtful === true ? undefined : setting?.value
  }

  /** What was set with `SET LOCAL` ends with the transaction. */
  endLocals(): void {
    for (const [name, setting] of this.settings) {
      if (!setting.local) continue
      if (setting.hidden === undefined) this.settings.delete(name)
      else this.settings.set(name, {value: setting.hidden, local: false})
    }
  }

  /** A routine begins that has a setting of its own. */
  enterRoutine(name: string, value: string): void {
    const setting = this.settings.get(name)
    this.#beforeRoutines.push({name, setting})
    const hidden = setting?.local === true ? setting.hidden : setting?.value
    this.settings.set(name, {value, local: true, hidden})
  }

  /** It sets the same for the session: that lasts. */
  overrideRoutine(name: string): void {
    const setting = this.settings.get(name)
    for (const before of this.#beforeRoutines) if (before.name === name) before.setting = setting
  }

  /** It ends, and what it has set with `SET LOCAL` with it. */
  leaveRoutine(name: string): void {
    const at = this.#beforeRoutines.findLastIndex((before) => before.name === name)
    const [before] = at === -1 ? [] : this.#beforeRoutines.splice(at)
    if (before?.setting) this.settings.set(name, before.setting)
    else this.settings.delete(name)
  }

  /** Schemas to look in for an unqualified name, in order; on MySQL the current database. */
  searchPath(): readonly string[] {
    const written = this.get(this.server.dialect === 'postgres' ? 'search_path' : 'database')
    if (written !== this.#path?.written) this.#path = undefined
    this.#path ??= readPath(this.server, written)
    return this.#path.schemas
  }

  /** The schema that an unqualified new object is made in. */
  creationSchema(): string {
    return this.searchPath()[0] ?? 'public'
  }

  /**
   * The full name that a written name means, whether the object exists or not.
   *
   * @param catalog Given where a relation is named that should exist: one of another schema is meant where nothing
   *   says which schemas the connection looks in, and those that it looks in by default have no tables.
   */
  resolve(name: Name, exists: (candidate: ObjectName) => boolean, catalog?: Catalog): ObjectName {
    if (name.schema !== undefined) return this.#resolveQualified(name.schema, name.name, exists)
    // Temporary objects come first, whatever the search path says.
    const temporary = {schema: temporarySchema, name: name.name}
    if (exists(temporary)) return temporary
    for (const schema of this.searchPath()) {
      const candidate = {schema, name: name.name}
      if (exists(candidate)) return candidate
    }
    const system = {schema: 'pg_catalog', name: name.name}
    if (exists(system)) return system
    const elsewhere = catalog ? this.elsewhere(name, exists, catalog) : []
    const [only] = elsewhere
    return elsewhere.length === 1 && only ? only : {schema: this.creationSchema(), name: name.name}
  }

  /** A table is made of another one of its name: that one is meant by the bare name. */
  noteCopy(table: ObjectName): void {
    this.#copies.add(keyOf(table))
  }

  /**
   * Schemas that may be meant by a name without one. A runner may connect with a database or a role of which the files
   * say nothing. What was made elsewhere is there for long; an unknown name would be taken for nothing that an
   * `IF EXISTS` finds.
   */
  elsewhere(
    {name, schema}: Name,
    exists: (candidate: ObjectName) => boolean,
    {schemaSizes}: Pick<Catalog, 'schemaSizes'>
  ): ObjectName[] {
    const setting = this.server.dialect === 'postgres' ? 'search_path' : 'database'
    if (schema !== undefined || this.get(setting) !== undefined) return []
    if (this.searchPath().some((path) => schemaSizes.has(path))) return []
    return [...schemaSizes.keys()]
      .filter((candidate) => candidate !== temporarySchema)
      .map((candidate) => ({schema: candidate, name}))
      .filter((candidate) => exists(candidate) && !this.#copies.has(keyOf(candidate)))
  }

  #resolveQualified(schema: string, name: string, exists: (candidate: ObjectName) => boolean): ObjectName {
    if (this.server.dialect !== 'postgres') {
      const temporary = {schema: temporarySchema, name}
      if (exists(temporary)) return temporary
    }
    return {schema, name}
  }

  /** The table or view that a name means now; `undefined` where the catalog does not know it. */
  findTable(catalog: Catalog, name: Name): Table | undefined {
    return catalog.tables.get(keyOf(this.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog)))
  }
}

function readPath({dialect}: Server, written: string | undefined): {written: string | undefined; schemas: string[]} {
  if (dialect !== 'postgres') return {written, schemas: [written ?? '']}
  if (written === undefined) return {written, schemas: ['public']}
  const schemas = written
    .split(',')
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((part) => part !== '' && part !== '$user')
  return {written, schemas}
}

export interface Transaction {
  /** Opened by the runner around the whole migration, not by a `BEGIN` in it. */
  byRunner: boolean
  /** `Catalog.mark()` at its start. */
  mark: number
  /** Settings at its start, to come back to on `ROLLBACK`. */
  settings: ReadonlyMap<string, Setting>
  savepoints: Array<{name: string; mark: number; settings: ReadonlyMap<string, Setting>}>
  /**
   * PostgreSQL: it is of a query with several statements, which is in a transaction again after each `COMMIT`.
   * `later`: it is such another one.
   */
  ofQuery?: 'first' | 'later' | undefined
}
