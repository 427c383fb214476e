/**
 * The catalog: the schema as it stands before a statement. Objects in it are never changed in place:
 * a change stores a new object under the same key, and the journal keeps the old one, so that
 * `ROLLBACK` costs what was changed and not what exists.
 */
import type {
  ColumnDefinition,
  ConstraintDefinition,
  DataType,
  Expression,
  IndexDefinition,
  PartitionBound,
  PartitionBy,
  QueryUses,
  Read,
  TableOptions,
  TriggerBody
} from '../operations/definitions.js'
import type {Command} from '../operations/script.js'
import {JournaledMap, type Change, type Twins} from './journaled-map.js'

/** The full name of an object: `schema.name`, both as stored, unquoted. On MySQL `schema` is the database. */
export interface ObjectName {
  schema: string
  name: string
}

export interface Column extends Omit<ColumnDefinition, 'constraints' | 'nullable' | 'range'> {
  /** Proved for every row: a `NOT NULL … NOT VALID` of PostgreSQL 18 does not count. */
  notNull: boolean
  /** PostgreSQL: it is there only because a parent has it; goes when the parent's goes. */
  inherited?: boolean | undefined
}

/** `columns` of a check are those that its expression uses. */
export interface Constraint extends Omit<ConstraintDefinition, 'range' | 'references' | 'index' | 'usingIndex'> {
  name: string
  /** `false`: `NOT VALID` and not validated since. */
  valid: boolean
  enforced: boolean
  /** Of a foreign key; the table may be one that the catalog does not know. */
  references?: {
    table: ObjectName
    columns: string[]
    onDelete?: string
    onDeleteColumns?: string[]
    onUpdate?: string
    match?: string
  }
  /** Of a key or an exclusion constraint: the index with the same or another name. */
  indexName?: string
  /** PostgreSQL: it is there only because a parent has it. */
  inherited?: boolean | undefined
  /** MariaDB: the column that the check is written at; `MODIFY` of it replaces the check. */
  ofColumn?: string | undefined
}

export interface Index extends Omit<IndexDefinition, 'name' | 'range'> {
  name: string
  primary: boolean
  /** The constraint that owns it. */
  constraint?: string
  /** Made on a partitioned parent with `ON ONLY`, or left by a failed concurrent build. */
  valid: boolean
  clustered?: boolean
  /** PostgreSQL, of a partition: the index of the parent that it is a part of. */
  parent?: ObjectName | undefined
  /** MySQL: the server made it for a foreign key, and drops it when an explicit one can take its place. */
  automatic?: boolean | undefined
}

export interface Trigger {
  name: string
  function?: ObjectName | undefined
  enabled?: boolean
  timing: 'before' | 'after' | 'instead of'
  events: readonly string[]
  row: boolean
  /** PostgreSQL: `UPDATE OF`; else any column. */
  columns?: readonly string[]
  /** MySQL: what its own body does. */
  body?: TriggerBody
  /** PostgreSQL: a condition decides whether it runs. */
  when?: boolean
  /** PostgreSQL: functions that the condition calls, by the last part of their names. */
  whenCalls?: readonly string[]
  /** PostgreSQL: relations that only its function sees. */
  transitions?: readonly string[]
}

/** What a row-level policy looks at. */
export interface PolicyUses {
  policy: string
  reads: readonly ObjectName[]
  uses: QueryUses
}

/** A rewrite rule of PostgreSQL. */
export interface Rule {
  name: string
  event: 'select' | 'insert' | 'update' | 'delete'
  instead: boolean
  enabled: boolean
  /** Relations that it reads or writes. */
  mentions: readonly ObjectName[]
  uses?: QueryUses | undefined
  runs?: Command | undefined
}

export interface Table extends ObjectName {
  kind: 'table' | 'partitioned-table' | 'foreign-table' | 'view' | 'materialized-view'
  persistence: 'permanent' | 'unlogged' | 'temporary'
  /** PostgreSQL: temporary, and gone with the transaction. */
  dropsOnCommit?: boolean
  columns: readonly Column[]
  constraints: readonly Constraint[]
  indexes: readonly Index[]
  triggers: readonly Trigger[]
  partitionBy?: PartitionBy
  /** PostgreSQL: what it was called, as columns of its row type go on to say. */
  formerNames?: readonly ObjectName[]
  /** The parent that this is a partition of. */
  partitionOf?: {parent: ObjectName; bound: PartitionBound}
  /** Parents by inheritance (not partitioning). */
  inherits: readonly ObjectName[]
  /** PostgreSQL: names of its row-level policies. */
  policies?: readonly string[] | undefined
  /** PostgreSQL: what its policies look at; one that was altered may be here twice. */
  policyUses?: readonly PolicyUses[] | undefined
  /** PostgreSQL: its rewrite rules. */
  rules?: readonly Rule[] | undefined
  /** PostgreSQL: publications that name it. */
  publications?: readonly string[] | undefined
  /** PostgreSQL: policies decide who sees which rows. */
  rowSecurity?: boolean | undefined
  /** PostgreSQL: the composite type of a typed table. */
  ofType?: ObjectName | undefined
  /** Of a view: the relations that it reads. */
  reads?: ReadonlyArray<ObjectName & Pick<Read, 'locked' | 'only'>>
  /** PostgreSQL, of a view: what its query is made of; `undefined`: not known. */
  uses?: QueryUses | undefined
  /** PostgreSQL: owner and the like are not kept; this is. */
  tablespace?: string
  /** MySQL: options by lower-case name: `engine`, `row_format`, `key_block_size`, `charset`, `collation`, … */
  options: TableOptions
  /** MySQL: INSTANT column changes since the last rebuild. */
  rowVersions?: number
  /** PostgreSQL: by what logical replication tells rows apart; `undefined`: by the primary key. */
  replicaIdentity?: 'default' | 'full' | 'nothing' | 'index'
  /** Citus, Timescale: the columns by which the extension splits it; empty: it keeps a copy on each node. */
  distributedBy?: readonly string[]
  /** Columns that are dropped and still stored: for ever on PostgreSQL, until a rebuild on MySQL and MariaDB. */
  droppedColumns?: number
  /** MySQL: an INSTANT `ADD COLUMN` / `DROP COLUMN` is in it, or a FULLTEXT index once was (its hidden column stays). */
  hiddenFulltextColumn?: boolean
  systemVersioned?: boolean
  /** What a `stats` file or the database says; `undefined`: not known, which is not small. */
  rows?: number
  bytes?: number
  /** Number of the migration that made it, in reading order; `undefined`: it was there before (dump, live). */
  createdBy?: number
  /**
   * The catalog was told of it by a statement about it, not by its creation: columns, constraints and
   * indexes that it does not list may exist.
   */
  incomplete?: boolean
  /** MySQL: what may not have run, or could not be read, may have changed it: it may have more than is listed, or less. */
  doubtful?: boolean
}

export interface Domain extends ObjectName {
  kind: 'domain'
  baseType: DataType
  notNull: boolean
  default?: Expression
  constraints: readonly Constraint[]
}

export interface UserType extends ObjectName {
  kind: 'enum' | 'composite' | 'range' | 'base'
  values?: readonly string[]
  attributes?: readonly ColumnDefinition[]
  /** PostgreSQL: functions and types that it is made of, by the last part of their names. */
  uses?: readonly string[]
}

/** PostgreSQL: a collation, an operator, an operator class, a text search configuration, … */
export interface NamedObject extends ObjectName {
  objectType: string
  /** Functions, operators and types that it is made of, by the last part of their names. */
  uses: readonly string[]
  /** Of an operator class. */
  family?: string
}

/** A schema of PostgreSQL or a database of MySQL, keyed by its name. */
export interface Schema {
  name: string
  /** MySQL: what its tables get by default; `undefined`: the server's. */
  charset?: string | undefined
  collation?: string | undefined
}

export interface Sequence extends ObjectName {
  ownedBy?: ObjectName & {column: string}
  temporary?: boolean
}

/** A function, procedure or aggregate; `signature` is its key: name and input types. */
export interface Routine extends ObjectName {
  procedure: boolean
  language?: string
  /** PostgreSQL: declared; `undefined` in the declaration is `volatile`. */
  volatility: 'immutable' | 'stable' | 'volatile'
  arguments: readonly DataType[]
  /** PostgreSQL: what the last of them are where a call leaves them out. */
  argumentDefaults?: readonly Expression[]
  returns?: DataType
  body?: string
  bodyTree?: unknown
  /** What it runs, as far as its body can be read. */
  runs?: readonly Command[]
  /** PostgreSQL: names that it had, by which expressions that were written then go on to call it. */
  formerNames?: readonly string[]
  /** NULL for any argument that is NULL. */
  strict?: boolean
  /** Security definer, with settings of its own, or of a set: a call is never replaced by the body. */
  opaque?: boolean
}

/** MySQL: what is known of the rows in the partitions of a table. */
export interface PartitionRows {
  /** Some of its rows were seen, or the table itself: what is not in `empty` may be. */
  shown: boolean
  /** Names of partitions without a row. */
  empty: readonly string[]
}

/** Key of an object in the catalog's maps. */
export function keyOf({schema, name}: ObjectName): string {
  return `${schema}\0${name}`
}

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
