/** What is done to tables. */
import type {
  ColumnDefinition,
  ConstraintDefinition,
  IndexDefinition,
  Name,
  PartitionBound,
  PartitionBy,
  Read,
  TableOptions,
  TakenRows
} from '../definitions.js'
import type {Calling, Existing, On} from './subject.js'

export interface TableOperations {
  'table.create': On & {
    columns: ColumnDefinition[]
    constraints: ConstraintDefinition[]
    /** MySQL: keys written in the table's definition that are no constraints. */
    indexes: IndexDefinition[]
    temporary: boolean
    /** PostgreSQL: `ON COMMIT DROP`. */
    dropsOnCommit?: boolean
    unlogged?: boolean
    ifNotExists?: boolean
    /** MariaDB: `CREATE OR REPLACE TABLE`. */
    orReplace?: boolean
    /** `LIKE source`, PostgreSQL may have several; `including`: lower-case words, `all` is one. */
    like: Array<{source: Name; including: string[]; excluding: string[]}>
    /** Made from a query: the tables that it reads; MySQL and MariaDB: `taken` and `limit` as of `rows.insert`. */
    asQuery?: Calling & {
      reads: Read[]
      columns: string[]
      withData: boolean
      taken?: TakenRows
      limit?: string
    }
    inherits: Name[]
    partitionBy?: PartitionBy
    partitionOf?: {parent: Name; bound: PartitionBound}
    ofType?: Name
    foreign?: boolean
    options: TableOptions
  }
  'table.drop': On & Existing & {temporary?: boolean; foreign?: boolean}
  'table.rename': On & Existing & {to: Name}
  'table.set-schema': On & Existing & {schema: string}
  'table.set-owner': On & Existing & {owner: string}
  'table.truncate': On & {cascade?: boolean; restartIdentity?: boolean; only?: boolean}
  'table.set-persistence': On & {persistence: 'logged' | 'unlogged'}
  'table.set-tablespace': On & {tablespace: string}
  'table.set-access-method': On & {method: string | undefined}
  /** PostgreSQL `SET (…)` / `RESET (…)`. */
  'table.set-parameters': On & {parameters: Record<string, string>; reset?: boolean}
  /** MySQL: one option that is no operation of its own (comment, auto_increment, stats_…). */
  'table.set-option': On & {option: string; value: string}
  'table.set-engine': On & {engine: string}
  'table.set-row-format': On & {option: 'row_format' | 'key_block_size'; value: string}
  'table.set-default-charset': On & {charset: string | undefined; collation: string | undefined}
  'table.convert-charset': On & {charset: string | undefined; collation: string | undefined}
  /** MySQL `ALTER TABLE … FORCE`. */
  'table.force': On
  'table.order-by': On & {columns: string[]}
  'table.enable-keys': On & {enable: boolean}
  'table.discard-tablespace': On
  'table.import-tablespace': On
  /** MySQL `ALTER TABLE t` with nothing after it. */
  'table.alter-nothing': On
  /** MySQL `WITH VALIDATION` / `WITHOUT VALIDATION`. */
  'table.set-validation': On & {validation: boolean}
  'table.set-secondary-engine': On & {engine: string | undefined; load?: 'load' | 'unload'}
  /** MariaDB */
  'table.add-system-versioning': On
  'table.drop-system-versioning': On
  'table.add-period': On & {name: string; columns: string[]}
  'table.drop-period': On & {name: string}
  'table.partition-by': On & {partitionBy: PartitionBy}
  'table.remove-partitioning': On
  'table.inherit': On & {parent: Name}
  'table.no-inherit': On & {parent: Name}
  'table.of': On & {type: Name}
  'table.not-of': On
  'table.replica-identity': On & {identity: 'default' | 'full' | 'nothing' | 'index'; index?: string}
  'table.row-security': On & {action: 'enable' | 'disable' | 'force' | 'no-force'}
  'table.cluster-on': On & {index: string | undefined}
  'table.set-without-oids': On
  'table.lock': On & {
    /** PostgreSQL: `ACCESS EXCLUSIVE` …; MySQL: `READ`, `READ LOCAL`, `WRITE`. */
    mode: string
    nowait?: boolean
    only?: boolean
  }
  /** MySQL `UNLOCK TABLES`. */
  'table.unlock': Record<never, never>
  /** `table` is `undefined` for the whole database. */
  'table.vacuum': {table: Name | undefined; full: boolean; analyze: boolean}
  'table.analyze': {table: Name | undefined}
  'table.cluster': {table: Name | undefined; index: string | undefined}
  'table.optimize': On
  'table.repair': On
  'table.check': On
}
