/** What a catalog holds: tables, types, routines … of a database, and what belongs to them. None is changed in place. */
import type {
  ColumnDefinition,
  ConstraintDefinition,
  DataType,
  Expression,
  IndexDefinition,
  PartitionBound,
  PartitionBy,
  PolicyDefinition,
  QueryUses,
  Read,
  TableOptions,
  TriggerBody
} from '../operations/definitions.js'
import type {Command} from '../operations/script.js'

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
  /** PostgreSQL: its row-level policies. */
  policies?: readonly PolicyDefinition[] | undefined
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
  /** PostgreSQL, of a materialized view: `WITH NO DATA`, to read it is an error. */
  unfilled?: boolean
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
