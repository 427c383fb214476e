/**
 * The catalog: the schema as it stands before a statement. Objects in it are never changed in place:
 * a change stores a new object under the same key, and the journal keeps the old one, so that
 * `ROLLBACK` costs what was changed and not what exists.
 */
import {JournaledMap, type Change, type Twins} from './journaled-map.js'
import type {
  Domain,
  NamedObject,
  ObjectName,
  PartitionRows,
  Routine,
  Schema,
  Sequence,
  Table,
  UserType
} from './objects.js'

/** The entries of each of its maps. */
export type CatalogState = Record<string, ReadonlyArray<readonly [string, unknown]>>

/** All objects of one database (PostgreSQL) or server (MySQL). */
export class Catalog {
  #journal: Change[] = []
  /** Number of journal entries that `commit` has forgotten. */
  #forgotten = 0
  #otherwise: Catalog | undefined
  /** What this one is the doubt about. */
  #believed: Catalog | undefined
  #twins: Twins | undefined

  /** Relations: tables, views, materialized views; a MySQL index is inside its table. */
  readonly tables = new JournaledMap<Table>(this.#journal)
  /** PostgreSQL: index key → name of its table. */
  readonly indexes = new JournaledMap<ObjectName>(this.#journal)
  readonly sequences = new JournaledMap<Sequence>(this.#journal)
  /** PostgreSQL: extended statistics, by their own name, and their table. */
  readonly statistics = new JournaledMap<ObjectName>(this.#journal)
  readonly types = new JournaledMap<UserType | Domain>(this.#journal)
  /** PostgreSQL: what is no relation, type or routine, by its kind and name; overloads of an operator are one. */
  readonly objects = new JournaledMap<NamedObject>(this.#journal)
  /** All overloads of a name. */
  readonly routines = new JournaledMap<readonly Routine[]>(this.#journal)
  /** By name. */
  readonly schemas = new JournaledMap<Schema>(this.#journal)
  /** By name; `schema` is where its objects live. */
  readonly extensions = new JournaledMap<ObjectName>(this.#journal)

  /**
   * Names of tables by the key of the object that they hang on: partitions and inheriting children of
   * a parent, tables with a foreign key to a referenced one, views that read a relation, tables with a
   * column of a type of the user. Kept by `store.ts`, so that nothing has to walk over all tables.
   */
  readonly children = new JournaledMap<readonly ObjectName[]>(this.#journal)
  readonly referencing = new JournaledMap<readonly ObjectName[]>(this.#journal)
  readonly readers = new JournaledMap<readonly ObjectName[]>(this.#journal)
  readonly typeUsers = new JournaledMap<readonly ObjectName[]>(this.#journal)
  /** Tables with a policy or a rule that names a relation. */
  readonly mentions = new JournaledMap<readonly ObjectName[]>(this.#journal)
  /** Tables with a trigger that calls a function. */
  readonly triggerUsers = new JournaledMap<readonly ObjectName[]>(this.#journal)
  /** PostgreSQL: routines of known bodies that an expression can call, by the last part of each name that they have had. */
  readonly callable = new JournaledMap<readonly ObjectName[]>(this.#journal)
  /** The partition for what no other takes, by the key of the parent. */
  readonly defaultPartitions = new JournaledMap<ObjectName>(this.#journal)
  /** MySQL: of tables of which it is known, by the table's key. */
  readonly partitionRows = new JournaledMap<PartitionRows>(this.#journal)
  /** Temporary tables, which go with the session. */
  readonly temporary = new JournaledMap<ObjectName>(this.#journal)
  /** Sequences that go with a table, by the table's key. */
  readonly ownedSequences = new JournaledMap<readonly ObjectName[]>(this.#journal)
  /** How many tables and views a schema has, by its name; none where it is not in here. */
  readonly schemaSizes = new JournaledMap<number>(this.#journal)
  /**
   * PostgreSQL: there is one where something may have taken objects of which nobody knows that it did: a CASCADE, a
   * text that is not read. What hangs on what is not certain from then on.
   */
  readonly unfollowed = new JournaledMap<true>(this.#journal)
  /** PostgreSQL: how many constraints of a schema have a name, for those that the server chooses. */
  readonly constraintNames = new JournaledMap<number>(this.#journal)

  /** All objects, as plain data that a new catalog can `load`; nothing may be open that could be rolled back. */
  save(): CatalogState {
    const state: Record<string, Array<readonly [string, unknown]>> = {}
    for (const [name, map] of this.#maps()) state[name] = [...map.entries()]
    if (!this.#otherwise) return state
    for (const [name, map] of this.#otherwise.#maps()) {
      state[doubted + name] = map.differing().map((key) => [key, map.get(key)])
    }
    return state
  }

  /** Take over the objects of another catalog. */
  load(state: CatalogState): void {
    for (const [name, map] of this.#maps()) for (const [key, value] of state[name] ?? []) map.set(key, value)
    if (Object.keys(state).some((name) => name.startsWith(doubted))) {
      for (const [name, map] of this.doubt().#maps())
        for (const [key, value] of state[doubted + name] ?? []) {
          if (value === undefined) map.delete(key)
          else map.set(key, value)
        }
    }
    this.commit()
  }

  #maps(): Array<[string, JournaledMap<unknown>]> {
    return Object.entries(this).filter(
      (entry): entry is [string, JournaledMap<unknown>] => entry[1] instanceof JournaledMap
    )
  }

  /** PostgreSQL: as it would be had nothing come of the commands before that are doubtful; `undefined`: there were none. */
  get otherwise(): Catalog | undefined {
    return this.#otherwise
  }

  /** Whether it is what another would be otherwise. */
  get isDoubt(): boolean {
    return this.#believed !== undefined
  }

  /** Keep apart from now on what is as it would be otherwise. */
  doubt(): Catalog {
    if (this.#otherwise) return this.#otherwise
    const other = new Catalog()
    const twins = {met: false}
    const maps = this.#maps()
    other.#journal = this.#journal
    other.#believed = this
    Object.assign(other, Object.fromEntries(maps.map(([name, map]) => [name, map.twin(this.#journal, twins)])))
    this.#otherwise = other
    this.#twins = twins
    this.#journal.push({
      undo: () => {
        this.#otherwise = undefined
        this.#twins = undefined
        for (const [, map] of maps) map.part()
      }
    })
    return other
  }

  /** Do something that reads, and say whether it met anything that is not the same otherwise. */
  watch<Result>(work: () => Result): {met: boolean; result: Result} {
    const twins = this.#twins
    if (!twins) return {met: false, result: work()}
    const before = twins.met
    twins.met = false
    const result = work()
    const {met} = twins
    twins.met ||= before
    return {met, result}
  }

  /** Do otherwise what was done since a mark, which has met nothing that is not the same there. */
  repeatOtherwise(mark: number): void {
    for (const {key, map} of this.#journal.slice(mark - this.#forgotten)) if (key !== undefined) map?.repeat(key)
  }

  /** What both have come to since a mark is one where it is equal. */
  agree(mark: number): void {
    for (const {key, map} of this.#journal.slice(mark - this.#forgotten)) if (key !== undefined) map?.agree(key)
  }

  /** A point to come back to; any number may be open. */
  mark(): number {
    return this.#believed ? this.#believed.mark() : this.#forgotten + this.#journal.length
  }

  /** Undo everything since a mark, or since the last `commit` where that was later. */
  rollback(mark: number): void {
    while (this.#journal.length > 0 && this.mark() > mark) this.#journal.pop()?.undo()
  }

  /** Nothing before this point will be rolled back: forget how to. */
  commit(): void {
    this.#forgotten += this.#journal.length
    this.#journal.length = 0
  }
}

/** Before the names of the maps as they would be otherwise. */
const doubted = 'otherwise '
