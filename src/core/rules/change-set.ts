/** What is new in the change under check: nothing that runs in production uses it yet. */
import type {Migration} from '../../migrations/migration.js'
import {isVersionTable} from '../../migrations/version-tables.js'
import type {Name} from '../../operations/definitions.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import {withDescendants} from '../../schema/descendants.js'
import type {Table} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'
import type {Step} from '../analyze.js'
import {isSmall, sizeOf} from '../sizes/sizes.js'
import type {SizeLimits, Sizes} from '../sizes/sizes.js'
import {findRelation, unknownRelationName} from './relations.js'

/** What is known from one migration to the next. */
export interface ChangeSetState {
  columns: Map<string, Set<string>>
  gone: Map<string, Set<string>>
  filled: Set<string>
}

/**
 * The migrations that are deployed together. Where some are history, that is all checked ones; where
 * all are checked, each by itself.
 */
export class ChangeSet {
  readonly #migrations: readonly Migration[]
  readonly #narrowed: boolean
  readonly #sizes: Sizes
  readonly #limits: SizeLimits
  /** Names of added columns by the key of their table. */
  #columns = new Map<string, Set<string>>()
  /** Names of dropped columns that running releases know, likewise. */
  #gone = new Map<string, Set<string>>()
  /** Keys of tables that a query has filled. */
  #filled = new Set<string>()
  /** Keys of tables that this migration has truncated. */
  #truncated = new Set<string>()
  #number = 0

  constructor(migrations: readonly Migration[], sizes: Sizes, limits: SizeLimits) {
    this.#migrations = migrations
    this.#narrowed = migrations.some(({checked}) => !checked)
    this.#sizes = sizes
    this.#limits = limits
  }

  /** Some migrations are history: the checked ones are deployed together. */
  get narrowed(): boolean {
    return this.#narrowed
  }

  /** Made inside the change, or temporary. A table that the catalog does not know is old. */
  isNew(table: Table | undefined): boolean {
    if (!table) return false
    if (table.persistence === 'temporary') return true
    if (table.createdBy === undefined) return false
    return this.#narrowed ? this.#migrations[table.createdBy]?.checked === true : table.createdBy === this.#number
  }

  /** Made inside the change or truncated in this migration, and not filled since but row by row. */
  isEmpty(table: Table | undefined): boolean {
    if (!table) return false
    const key = keyOf(table)
    return (this.isNew(table) && !this.#filled.has(key)) || this.#truncated.has(key)
  }

  isNewColumn(table: Table | undefined, column: string): boolean {
    if (!table) return false
    return this.isNew(table) || this.#columns.get(keyOf(table))?.has(column) === true
  }

  /** Others read and write it now, and it is not known to be small. */
  hasTraffic(relation: Name | string, catalog: Catalog, session: Session): boolean {
    const isName = typeof relation !== 'string'
    const table = isName ? session.findTable(catalog, relation) : findRelation(relation, catalog, session)
    if (this.isNew(table) || (!table && isSystem(isName ? relation.name : relation))) return false
    if (isVersionTable(table?.name ?? (isName ? relation.name : relation))) return false
    const name = isName ? unknownRelationName(relation, session) : relation
    if (!table) return !isSmall(this.#sizes.get(name) ?? {}, this.#limits)
    // A statement that names a table means those that inherit from it, too.
    const meant = isName ? withDescendants(catalog, table) : [table]
    return meant.some((each) => !isSmall(sizeOf(each, this.#sizes, session), this.#limits))
  }

  /** A migration of another release than the current one. */
  isEarlierRelease(number: number): boolean {
    return this.#narrowed ? this.#migrations[number]?.checked !== true : number !== this.#number
  }

  /** What it has noted, to go on from. */
  save(): ChangeSetState {
    return {columns: this.#columns, gone: this.#gone, filled: this.#filled}
  }

  /** Go on where another one was. */
  load({columns, filled, gone}: ChangeSetState): void {
    this.#columns = columns
    this.#gone = gone
    this.#filled = filled
  }

  /** A migration begins. */
  begin(number: number): void {
    this.#number = number
    this.#truncated = new Set()
    if (this.#narrowed) return
    this.#columns = new Map()
    this.#gone = new Map()
    this.#filled = new Set()
  }

  /** Remember the columns that a command adds and the tables that it fills; to be called before it is applied. */
  note({catalog, command, session}: Step): void {
    for (const operation of command.operations) {
      switch (operation.kind) {
        case 'column.add': {
          const table = session.findTable(catalog, operation.table)
          const exists = table?.columns.some(({name}) => name === operation.column.name)
          if (table && exists !== true) namesOf(this.#columns, table).add(operation.column.name)
          break
        }
        case 'column.drop': {
          const table = session.findTable(catalog, operation.table)
          if (table && !namesOf(this.#columns, table).delete(operation.column)) {
            namesOf(this.#gone, table).add(operation.column)
          }
          break
        }
        case 'column.rename': {
          const table = session.findTable(catalog, operation.table)
          if (table) this.#renames(table, operation.column, operation.to)
          break
        }
        case 'column.modify': {
          const table = session.findTable(catalog, operation.table)
          if (table) this.#renames(table, operation.column, operation.definition.name)
          break
        }
        case 'rows.insert':
          if (operation.source === 'query') this.#fills(operation.table, session, catalog)
          break
        case 'rows.merge':
          this.#fills(operation.table, session, catalog)
          break
        case 'rows.copy':
          if (operation.table && operation.direction === 'from') this.#fills(operation.table, session, catalog)
          break
        case 'table.create':
          if (operation.asQuery?.withData === true) this.#fills(operation.table, session, catalog)
          break
        case 'transaction.rollback':
          this.#truncated = new Set()
          break
        case 'table.truncate': {
          const table = session.findTable(catalog, operation.table)
          if (table) this.#truncated.add(keyOf(table))
          break
        }
        case 'table.rename': {
          const table = session.findTable(catalog, operation.table)
          if (!table) break
          const to = {schema: operation.to.schema ?? table.schema, name: operation.to.name}
          for (const names of [this.#columns, this.#gone]) {
            names.set(keyOf(to), namesOf(names, table))
            names.delete(keyOf(table))
          }
          if (this.#filled.has(keyOf(table))) this.#filled.add(keyOf(to))
          break
        }
        default:
      }
    }
  }

  #fills(name: Name, session: Session, catalog: Catalog): void {
    const key = keyOf(session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog))
    this.#filled.add(key)
    this.#truncated.delete(key)
  }

  /** A new column in the place of an old one is not new to those who use the old one by that name. */
  #renames(table: Table, from: string, to: string): void {
    const isNew = namesOf(this.#columns, table).delete(from)
    if (isNew && !namesOf(this.#gone, table).has(to)) namesOf(this.#columns, table).add(to)
  }
}

function namesOf(byTable: Map<string, Set<string>>, table: Table): Set<string> {
  const key = keyOf(table)
  const names = byTable.get(key) ?? new Set()
  byTable.set(key, names)
  return names
}

/** A table of the server's own: what a migration does to it is seldom, and nobody's traffic. */
function isSystem(relation: string): boolean {
  return /^(?:pg_|information_schema\.)/.test(relation)
}
