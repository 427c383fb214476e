/** What operations are made of: names, types, expressions and the definitions of columns, constraints, indexes and partitions. */
import type {PartitionValues} from '../parse/mysql/syntax/table.js'
import type {Range} from '../parse/source.js'

/**
 * A name as written in the statement, unquoted and folded as the server folds it. On MySQL `schema`
 * is the database. `undefined` means that the search path (or the current database) decides.
 */
export interface Name {
  schema?: string | undefined
  name: string
}

/** A relation that a query reads. */
export interface Read extends Name {
  /** PostgreSQL `FROM ONLY`. */
  only?: true
  /** PostgreSQL: rows of it are locked, by `FOR UPDATE` and the like. */
  locked?: true
}

/** A row-level policy of PostgreSQL. */
export interface PolicyDefinition {
  name: string
  /** What it lets roles do; nothing where it is restrictive: it takes away from what others allow. */
  allows: 'all' | 'select' | 'insert' | 'update' | 'delete' | 'nothing'
}

/** Names that a query is made of, without their schemas. */
export interface QueryUses {
  columns: readonly string[]
  /** Columns of both sides of `JOIN … USING`. */
  joined: readonly string[]
  /** It takes all columns: by `*`, or of a natural join. */
  star: boolean
  /** Those of `columns` that can only be a column of a relation: no alias and no function in it can be meant. */
  ofRelations?: readonly string[]
  /** It takes all columns of the one relation that it reads, as they are when it is made. */
  allOfOne?: true
  functions: readonly string[]
  types: readonly string[]
  operators: readonly string[]
  collations: readonly string[]
}

/**
 * MySQL and MariaDB: which rows of the one relation that it reads a query takes, or looks for by `EXISTS` before it makes a row of
 * nothing.
 */
export interface TakenRows {
  by: 'from' | 'exists'
  where: Expression
}

/** An expression, kept for the engine's knowledge to look into. */
export interface Expression {
  /** As written, where the parser knows its extent; else an empty string. */
  text: string
  /** PostgreSQL: the node of libpg-query. MySQL has none: its knowledge reads `text`. */
  tree?: unknown
}

export interface DataType {
  /**
   * PostgreSQL: the internal name (`int4`, `varchar`, `bpchar`, `timestamptz`), MySQL: the canonical
   * keyword (`int`, `varchar`, `datetime`, `enum`; `boolean` is `tinyint`).
   */
  name: string
  /** PostgreSQL: as written, but never `pg_catalog`. */
  schema?: string | undefined
  /** Length, precision, scale, as written: `['12', '2']`. PostgreSQL intervals and PostGIS: as text. */
  modifiers: string[]
  /** PostgreSQL: number of `[]`; 0 for a scalar. */
  arrayDimensions: number
  /** PostgreSQL: `serial` and its sizes; `name` is then `int2`, `int4` or `int8`. */
  serial?: boolean | undefined
  /** MySQL */
  unsigned?: boolean | undefined
  zerofill?: boolean | undefined
  charset?: string | undefined
  /** MariaDB: nothing names a character set; `charset` is the one that the server's program has by itself. */
  charsetAssumed?: true | undefined
  /** MySQL: `BINARY` attribute or `ASCII` / `UNICODE` are resolved into charset and collation. */
  collation?: string | undefined
  /** MySQL: the values of an `ENUM` or `SET`, in order, unquoted. */
  values?: string[] | undefined
  /** MySQL: spatial reference system. */
  srid?: string | undefined
}

export type ConstraintType = 'primary-key' | 'unique' | 'check' | 'foreign-key' | 'exclusion' | 'not-null'

export interface Reference {
  table: Name
  /** Empty: the primary key. */
  columns: string[]
  onDelete?: string | undefined
  /** PostgreSQL `ON DELETE SET NULL (…)`: not all of the key's columns. */
  onDeleteColumns?: string[] | undefined
  onUpdate?: string | undefined
  match?: string | undefined
}

export interface ConstraintDefinition {
  type: ConstraintType
  name?: string | undefined
  /** Key columns, referencing columns, the column of `NOT NULL`; empty for a table's check. */
  columns: string[]
  /** Of a check. */
  expression?: Expression | undefined
  /** Of a foreign key. */
  references?: Reference | undefined
  /** PostgreSQL: `NOT VALID`. */
  notValid?: boolean | undefined
  /** `NOT ENFORCED` (PostgreSQL 18, MySQL). */
  notEnforced?: boolean | undefined
  noInherit?: boolean | undefined
  deferrable?: boolean | undefined
  initiallyDeferred?: boolean | undefined
  /** PostgreSQL: `USING INDEX name`. */
  usingIndex?: string | undefined
  nullsNotDistinct?: boolean | undefined
  /** PostgreSQL: `WITHOUT OVERLAPS` of a key, `PERIOD` of a foreign key. */
  period?: boolean | undefined
  include?: string[] | undefined
  /** The index behind a key or an exclusion constraint, where it says more than `columns`. */
  index?: IndexDefinition | undefined
  range?: Range | undefined
}

export interface Generated {
  expression: Expression
  /** `undefined`: the keyword is not written; what that means is the server's matter. */
  storage: 'stored' | 'virtual' | undefined
}

export interface ColumnDefinition {
  name: string
  /** `undefined` where none is written (generated columns of MariaDB, `CREATE TABLE … OF`). */
  type: DataType | undefined
  /** `undefined`: neither `NULL` nor `NOT NULL` is written. */
  nullable?: boolean | undefined
  default?: Expression | undefined
  generated?: Generated | undefined
  /** PostgreSQL */
  identity?: 'always' | 'by-default' | undefined
  /** PostgreSQL: `COLLATE`; MySQL: the same as in `type`. */
  collation?: string | undefined
  storage?: string | undefined
  compression?: string | undefined
  /** MySQL */
  autoIncrement?: boolean | undefined
  onUpdate?: Expression | undefined
  comment?: string | undefined
  invisible?: boolean | undefined
  /** MariaDB */
  compressed?: boolean | undefined
  withoutSystemVersioning?: boolean | undefined
  /** Keys, checks and references that are written at the column; `NOT NULL` is in `nullable`. */
  constraints: ConstraintDefinition[]
  range?: Range | undefined
}

export interface IndexElement {
  /** `undefined` for an expression. */
  column?: string | undefined
  expression?: Expression | undefined
  operatorClass?: string | undefined
  collation?: string | undefined
  descending?: boolean | undefined
  nullsFirst?: boolean | undefined
  /** MySQL: prefix length. */
  length?: number | undefined
  /** MariaDB: not a column, but a period of the table. */
  withoutOverlaps?: boolean | undefined
}

export interface IndexDefinition {
  name?: string | undefined
  unique: boolean
  /** `btree`, `gin`, …; MySQL also `fulltext`, `spatial`, `vector`; `undefined`: the server's default. */
  method?: string | undefined
  elements: IndexElement[]
  include: string[]
  where?: Expression | undefined
  nullsNotDistinct?: boolean | undefined
  /** MySQL `INVISIBLE`, MariaDB `IGNORED`. */
  invisible?: boolean | undefined
  /** MySQL: `WITH PARSER`. */
  parser?: string | undefined
  options?: Record<string, string> | undefined
  range?: Range | undefined
}

export interface PartitionBound {
  /** PostgreSQL. `values`: the nodes of libpg-query, wrapped as expressions. */
  default?: boolean | undefined
  from?: Expression[] | undefined
  to?: Expression[] | undefined
  in?: Expression[] | undefined
  modulus?: number | undefined
  remainder?: number | undefined
}

export interface PartitionBy {
  strategy: 'range' | 'list' | 'hash' | 'key' | 'system_time'
  /** A column by name where the key is one; else an expression. */
  key: Array<{column?: string | undefined; expression?: Expression | undefined}>
  /** MySQL: names of the partitions written there. */
  partitions?: string[] | undefined
  /** MySQL: which rows each of `partitions` takes; `undefined`: not known, or those of a `HASH`. */
  values?: PartitionValues[] | undefined
  /** MySQL: `PARTITIONS n`. */
  count?: number | undefined
}

/** A whole number, or a time as text of which the order is that of the times: `2026-01-31 00:00:00`. */
export type Constant = number | string

/** From the least of some constants to the greatest. */
export interface Span {
  least: Constant
  greatest: Constant
}

/** MySQL's table options by their lower-case name (`engine`, `row_format`, `comment`, `default charset`…). */
export type TableOptions = Record<string, string>

/** MySQL: `FIRST`, or the column to stand after. */
export type ColumnPosition = 'first' | {after: string}

/** The body of a trigger of MySQL. */
export interface TriggerBody {
  /** Columns of the row that it names, as `NEW.…` or `OLD.…`. */
  columns: readonly string[]
  /** All that it does is to set columns of the row: it reads and writes no table, calls nothing of the user, and refuses nothing. */
  onlySets: boolean
}
