/**
 * The operations: what SQL statements do to a schema, its rows and the session, in the same words for
 * every dialect. Plain data, serialisable as JSON. A statement without an operation of its own is
 * `other`, never lost.
 */
import type {Range} from '../parse/source.js'
import type {
  ColumnDefinition,
  ColumnPosition,
  ConstraintDefinition,
  ConstraintType,
  DataType,
  Expression,
  IndexDefinition,
  Name,
  PartitionBound,
  PartitionBy,
  QueryUses,
  Read,
  Span,
  TableOptions
} from './definitions.js'
import type {Command} from './script.js'

/** A call of a routine. */
export interface Followed {
  /** Its body stands in the same file, and follows as commands. */
  followed?: true
}

interface On {
  table: Name
  /** PostgreSQL `ALTER TABLE ONLY`: descendants are left alone. */
  only?: boolean | undefined
  /** PostgreSQL `ALTER TABLE IF EXISTS`. */
  ifTableExists?: boolean | undefined
}
interface Existing {
  ifExists?: boolean | undefined
  cascade?: boolean | undefined
}

/** Each kind of operation and what is known of it beside `kind` and `range`. */
export interface OperationFields {
  // Tables
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
    /** Made from a query: the tables that it reads. */
    asQuery?: {reads: Read[]; columns: string[]; withData: boolean}
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
  // Columns
  'column.add': On & {column: ColumnDefinition; ifNotExists?: boolean; position?: ColumnPosition; only?: boolean}
  'column.drop': On & Existing & {column: string; only?: boolean}
  'column.rename': On & Existing & {column: string; to: string}
  'column.set-type': On & {column: string; type: DataType; collation?: string; using?: Expression}
  'column.set-default': On & {column: string; default: Expression}
  'column.drop-default': On & {column: string}
  'column.set-not-null': On & {column: string}
  'column.drop-not-null': On & {column: string}
  /** `toDefault`: `SET STATISTICS DEFAULT`. */
  'column.set-statistics': On & {column: string; toDefault?: boolean}
  'column.set-storage': On & {column: string; storage: string}
  'column.set-compression': On & {column: string; compression: string}
  'column.set-parameters': On & {column: string; parameters: Record<string, string>; reset?: boolean}
  'column.add-identity': On & {column: string; identity: 'always' | 'by-default'}
  'column.set-identity': On & {column: string; identity?: 'always' | 'by-default'}
  'column.drop-identity': On & Existing & {column: string}
  'column.set-expression': On & {column: string; expression: Expression}
  'column.drop-expression': On & Existing & {column: string}
  /** MySQL `MODIFY` and `CHANGE`: the whole column afresh; `definition.name` is the new name. */
  'column.modify': On & {column: string; definition: ColumnDefinition; ifExists?: boolean; position?: ColumnPosition}
  /** MySQL `ALTER COLUMN … SET VISIBLE | INVISIBLE`. */
  'column.set-visibility': On & {column: string; invisible: boolean}
  // Constraints
  'constraint.add': On & {constraint: ConstraintDefinition; ifNotExists?: boolean; only?: boolean}
  /** `type` where the statement says it (MySQL `DROP FOREIGN KEY`, `DROP PRIMARY KEY`, `DROP CHECK`). */
  'constraint.drop': On & Existing & {name: string | undefined; type?: ConstraintType; only?: boolean}
  'constraint.validate': On & {name: string}
  'constraint.rename': On & {name: string; to: string}
  'constraint.alter': On & {
    name: string
    deferrable?: boolean
    initiallyDeferred?: boolean
    enforced?: boolean
    noInherit?: boolean
  }
  // Indexes
  'index.create': On & {index: IndexDefinition; concurrently?: boolean; ifNotExists?: boolean; only?: boolean}
  /** `table` is written on MySQL only; PostgreSQL's index has a schema. */
  'index.drop': Existing & {index: Name; table: Name | undefined; concurrently?: boolean}
  'index.rename': Existing & {index: Name; table: Name | undefined; to: string}
  'index.reindex': {
    target: 'index' | 'table' | 'schema' | 'database' | 'system'
    name: Name | undefined
    concurrently: boolean
    tablespace?: string
  }
  'index.set-visibility': On & {index: string; invisible: boolean}
  'index.attach-partition': {index: Name; partition: Name}
  'index.set-tablespace': {index: Name; tablespace: string}
  'index.set-parameters': {index: Name; parameters: Record<string, string>; reset?: boolean}
  'index.set-statistics': {index: Name}
  'index.depends-on-extension': {index: Name; extension: string}
  // Partitions
  'partition.attach': On & {partition: Name; bound: PartitionBound}
  'partition.detach': On & {partition: Name; concurrently: boolean; finalize: boolean}
  /** MySQL */
  'partition.add': On & {partitions: string[]; count?: number}
  'partition.drop': On & {partitions: string[]; ifExists?: boolean}
  'partition.reorganize': On & {partitions: string[]; into: string[]}
  'partition.coalesce': On & {count: number}
  'partition.exchange': On & {partition: string; with: Name; validation: boolean}
  /** MariaDB `CONVERT PARTITION … TO TABLE` / `CONVERT TABLE … TO PARTITION`. */
  'partition.convert': On & {partition: string; with: Name; direction: 'to-table' | 'to-partition'}
  /** `partitions` empty: `ALL`. */
  'partition.maintain': On & {
    action: 'truncate' | 'rebuild' | 'optimize' | 'analyze' | 'check' | 'repair' | 'discard' | 'import'
    partitions: string[]
  }
  // Views
  'view.create': {
    view: Name
    materialized: boolean
    orReplace?: boolean
    ifNotExists?: boolean
    temporary?: boolean
    withData?: boolean
    reads: Read[]
    columns: string[]
    /** PostgreSQL: what its query is made of. */
    uses?: QueryUses
  }
  'view.drop': Existing & {view: Name; materialized: boolean}
  'view.rename': Existing & {view: Name; materialized: boolean; to: string}
  'view.set-schema': Existing & {view: Name; materialized: boolean; schema: string}
  /** Whatever else `ALTER VIEW` / `ALTER MATERIALIZED VIEW` does; `action` in lower-case words. */
  'view.alter': Existing & {view: Name; materialized: boolean; action: string; tablespace?: string}
  'view.refresh': {view: Name; concurrently: boolean; withData: boolean}
  // Types and domains
  'type.create': {
    type: Name
    variant: 'enum' | 'composite' | 'range' | 'base' | 'shell'
    values?: string[]
    attributes?: ColumnDefinition[]
  }
  'type.drop': Existing & {type: Name}
  'type.rename': {type: Name; to: string}
  'type.set-schema': {type: Name; schema: string}
  'type.alter': {type: Name; action: string; column?: ColumnDefinition; attribute?: string; cascade?: boolean}
  'enum.add-value': {type: Name; value: string; ifNotExists?: boolean; before?: string; after?: string}
  'enum.rename-value': {type: Name; value: string; to: string}
  'domain.create': {
    domain: Name
    baseType: DataType
    nullable?: boolean
    default?: Expression
    constraints: ConstraintDefinition[]
    collation?: string
  }
  'domain.drop': Existing & {domain: Name}
  'domain.add-constraint': {domain: Name; constraint: ConstraintDefinition}
  'domain.drop-constraint': Existing & {domain: Name; name: string}
  'domain.validate-constraint': {domain: Name; name: string}
  'domain.set-not-null': {domain: Name}
  'domain.drop-not-null': {domain: Name}
  'domain.set-default': {domain: Name; default: Expression | undefined}
  // Sequences, schemas
  'sequence.create': {
    sequence: Name
    ifNotExists?: boolean
    temporary?: boolean
    ownedBy?: {table: Name; column: string}
  }
  'sequence.alter': Existing & {sequence: Name; ownedBy?: {table: Name; column: string} | undefined; action: string}
  'sequence.rename': Existing & {sequence: Name; to: string}
  'sequence.set-schema': Existing & {sequence: Name; schema: string}
  'sequence.drop': Existing & {sequence: Name}
  /** `charset`, `collation`: the default of a MySQL database, where written. */
  'schema.create': {
    schema: string
    ifNotExists?: boolean
    database?: boolean
    charset?: string
    collation?: string
  }
  'schema.drop': Existing & {schema: string; database?: boolean}
  'schema.rename': {schema: string; to: string}
  // Code
  'function.create': {
    function: Name
    procedure: boolean
    orReplace?: boolean
    /** Lower-case. */
    language: string | undefined
    volatility: 'immutable' | 'stable' | 'volatile' | undefined
    strict?: boolean
    securityDefiner?: boolean
    searchPathSet?: boolean
    /** PostgreSQL: any setting is set for its run. */
    settings?: boolean
    returnsSet?: boolean
    /** Type names of the input arguments, as written. */
    arguments: DataType[]
    returns: DataType | undefined
    /** Source of the body where it is a string. */
    body: string | undefined
    /** A body in SQL, as string, `BEGIN ATOMIC` or `RETURN`: the node of libpg-query. */
    bodyTree?: unknown
    /** The relations that a body in SQL names; the server looks them up when the function is made. */
    bodyReads?: Read[]
    bodyWrites?: Name[]
    /** PostgreSQL: what the body of a trigger function runs, as far as that is known. */
    runs?: Command[]
  }
  'function.alter': {
    function: Name
    procedure: boolean
    volatility?: 'immutable' | 'stable' | 'volatile'
    action: string
    /** Its new name, where it is renamed. */
    to?: string
  }
  'function.drop': Existing & {function: Name; procedure: boolean}
  'trigger.create': On & {
    name: string
    orReplace?: boolean
    ifNotExists?: boolean
    timing: 'before' | 'after' | 'instead of'
    events: string[]
    row: boolean
    constraint?: boolean
    references?: Name
    function?: Name
    /** `UPDATE OF`; else any column. */
    columns?: string[]
    /** `WHEN (…)` decides whether it runs. */
    when?: boolean
    /** Names of the transition tables that only its function sees. */
    transitions?: string[]
  }
  'trigger.drop': Existing & {table: Name | undefined; name: string; schema?: string}
  'trigger.rename': On & {name: string; to: string}
  'trigger.enable': On & {
    /** `all` and `user` as written without quotes stand for those triggers. */
    name: string
    action: 'enable' | 'disable' | 'enable-replica' | 'enable-always'
  }
  /** `writes`: targets of its actions; `reads`: the other relations in them. */
  'rule.create': On & {name: string; orReplace?: boolean; writes?: Name[]; reads?: Read[]}
  'rule.drop': On & Existing & {name: string}
  'rule.enable': On & {name: string; action: 'enable' | 'disable' | 'enable-replica' | 'enable-always'}
  /** `functions`: names of those that its expressions call. */
  'policy.create': On & {name: string; reads?: Read[]; functions?: readonly string[]}
  'policy.alter': On & {name: string; reads?: Read[]; functions?: readonly string[]}
  'policy.drop': On & Existing & {name: string}
  'extension.create': {extension: string; ifNotExists?: boolean; schema?: string}
  'extension.alter': {extension: string; action: string}
  'extension.drop': Existing & {extension: string}
  // Privileges and comments
  'privilege.grant': {objectType: string; objects: Name[]; all?: boolean; privileges: string[]; grantees: string[]}
  'privilege.revoke': {
    objectType: string
    objects: Name[]
    all?: boolean
    privileges: string[]
    grantees: string[]
    cascade?: boolean
  }
  /** `table` where the object is a relation or part of one (column, constraint, trigger, policy, index…). */
  'comment.set': {objectType: string; table: Name | undefined; name: string}
  /** Extended statistics of PostgreSQL. */
  'statistics.create': On & {name: Name | undefined}
  'statistics.alter': {name: Name; action: string}
  'statistics.drop': Existing & {name: Name}
  // Objects of which only the name matters: collation, cast, operator, publication, role, event, …
  'object.create': {
    objectType: string
    name: string
    tables: Array<Name & Pick<Read, 'only'>>
    replaces?: boolean
    /** PostgreSQL: a publication `FOR TABLES IN SCHEMA`, or with column lists or conditions. */
    ofSchemas?: boolean
    /** PostgreSQL, of a role: what it may, in lower-case words (`superuser`, `bypassrls`, …). */
    attributes?: string[]
  }
  /** `attributes`: as of `object.create`, what a role may from now on. */
  'object.alter': {
    objectType: string
    name: string
    tables: Array<Name & Pick<Read, 'only'>>
    action: string
    attributes?: string[]
  }
  'object.drop': Existing & {objectType: string; name: string; tables: Name[]}
  // Rows. `reads`: the other relations in FROM, USING, sub-selects and CTEs.
  'rows.insert': On & {
    source: 'values' | 'query' | 'default'
    columns: string[]
    reads: Read[]
    /** PostgreSQL: the query takes every row of the one relation that it reads. */
    readsEveryRow?: boolean
    /**
     * PostgreSQL: what the query gives of each row of the one relation that it reads, which goes by the name `from`;
     * `undefined`: it leaves rows out, or is of another kind.
     */
    copies?: {from: string; values: Expression[]}
    /** PostgreSQL `ON CONFLICT`, MySQL `ON DUPLICATE KEY` / `REPLACE` / `IGNORE`. */
    conflict?: 'nothing' | 'update' | 'replace' | 'ignore'
    limit?: string
    offset?: string
    /** Number of rows of a VALUES list. */
    rows?: number
    /** MySQL: of each column, between what its values are; `null`: not all are whole numbers, or all dates. */
    spans?: Array<Span | null>
  }
  'rows.update': On & {
    columns: string[]
    /** What is assigned, in the order of `columns`. */
    values: Expression[]
    /** PostgreSQL: those of `columns` of which a field or an element is set, not the whole: `a.x`, `a[1]`. */
    inPart?: string[]
    where: Expression | undefined
    limit?: string
    offset?: string
    orderBy?: boolean
    reads: Read[]
  }
  'rows.delete': On & {where: Expression | undefined; limit?: string; offset?: string; orderBy?: boolean; reads: Read[]}
  /** `columns`: those that any of its actions assigns. */
  'rows.merge': On & {actions: Array<'insert' | 'update' | 'delete'>; columns: string[]; reads: Read[]}
  'rows.copy': {table: Name | undefined; direction: 'from' | 'to'; reads: Read[]}
  'rows.select': {
    reads: Read[]
    lock?: 'update' | 'no-key-update' | 'share' | 'key-share'
    /** Functions called, as written: `pg_advisory_lock`, `setval`, one of the user's. */
    calls: Array<{function: Name; arguments: Expression[]} & Followed>
    limit?: string
    offset?: string
  }
  /** PostgreSQL: a statement about rows that is looked at and does not run, by `PREPARE` or plain `EXPLAIN`. */
  'rows.plan': {
    /** By `PREPARE`: its names are looked up; it is planned when it runs. */
    prepared: boolean
    /** Targets of `UPDATE`, `DELETE` and `MERGE`. */
    changes: Name[]
    inserts: Name[]
    reads: Read[]
    lock?: 'update' | 'no-key-update' | 'share' | 'key-share'
  }
  // Session and transactions
  /** `value` as text, lists joined by `, `; `undefined`: `DEFAULT`. */
  'session.set': {name: string; value: string | undefined; scope: 'session' | 'local' | 'global' | 'persist'}
  /** `name` is `undefined` for `RESET ALL`. */
  'session.reset': {name: string | undefined}
  /** `DISCARD`; `all` resets the settings too. */
  'session.discard': {what: 'all' | 'temp' | 'plans' | 'sequences'}
  /** MySQL `USE database`; psql `\connect`. */
  'session.use': {schema: string}
  'transaction.begin': Record<never, never>
  'transaction.commit': {chain?: boolean}
  'transaction.rollback': {chain?: boolean; to?: string}
  'transaction.savepoint': {name: string}
  'transaction.release': {name: string}
  /** `PREPARE TRANSACTION`, XA and their ends. */
  'transaction.prepare': {action: string}
  // Code that runs
  'procedure.call': {procedure: Name; arguments: Expression[]} & Followed
  /** SQL built at run time: `EXECUTE` in PL/pgSQL, `PREPARE … FROM @x`. Its text is not known. */
  'dynamic.execute': {text: string | undefined}
  /** A statement that changes nothing sqlsafe has a word for; `statement`: its first words, lower-case. */
  other: {statement: string; tables: Name[]}
}

export type OperationKind = keyof OperationFields

/** One operation of a kind, or of any. `range`: its own clause, where the statement has several. */
export type Operation<Kind extends OperationKind = OperationKind> = {
  [Key in Kind]: {kind: Key; range: Range} & OperationFields[Key]
}[Kind]

/** MySQL: what the statement asks of the server beside the change itself. */
export interface AlterClauses {
  algorithm?: 'DEFAULT' | 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY' | undefined
  lock?: 'DEFAULT' | 'NONE' | 'SHARED' | 'EXCLUSIVE' | undefined
  ignore?: boolean | undefined
  /** MariaDB: `ALTER ONLINE TABLE`. */
  online?: boolean | undefined
  /** MariaDB `WAIT n` / `NOWAIT` (0), in seconds. */
  wait?: number | undefined
  /** `undefined`: none of them is written. */
  range?: Range | undefined
}
