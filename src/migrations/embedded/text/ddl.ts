/** The statements that schema builders send, in the words of each engine. */
import type {Dialect} from '../../../server/server.js'
import {join, sqlFor} from './pieces.js'
import type {Sql} from './pieces.js'

/** A column as a builder describes it. */
export interface ColumnParts {
  name: Sql
  type: Sql
  /** `undefined`: nothing is said. */
  notNull?: boolean | undefined
  /** An expression of SQL. */
  default?: Sql | undefined
  primaryKey?: boolean | undefined
  unique?: boolean | undefined
  autoIncrement?: boolean | undefined
  /** `"account" ("id")`, and what happens on changes there. */
  references?: Sql | undefined
  check?: Sql | undefined
  /** What else stands there. */
  rest?: Sql | undefined
  /** What stands behind everything, with the space before it. */
  end?: Sql | undefined
}

type Node = Parameters<typeof sqlFor>[0]

/** A column in `CREATE TABLE` or after `ADD COLUMN`. */
export function columnSql(node: Node, column: ColumnParts): Sql {
  const sql = sqlFor(node)
  const {autoIncrement, check, end = [], name, notNull, primaryKey, references, rest, type, unique} = column
  return [
    ...sql`${name} ${type}`,
    ...(rest === undefined ? [] : sql` ${rest}`),
    ...(autoIncrement === true ? sql` AUTO_INCREMENT` : []),
    ...(column.default === undefined ? [] : sql` DEFAULT ${column.default}`),
    ...(notNull === true ? sql` NOT NULL` : notNull === false ? sql` NULL` : []),
    ...(primaryKey === true ? sql` PRIMARY KEY` : []),
    ...(unique === true ? sql` UNIQUE` : []),
    ...(check === undefined ? [] : sql` CHECK (${check})`),
    ...(references === undefined ? [] : sql` REFERENCES ${references}`),
    ...end
  ]
}

/** An index as a builder describes it. */
export interface IndexParts {
  table: Sql
  /** Default: the engine gives one. */
  name: Sql | undefined
  columns: readonly Sql[]
  unique?: boolean
  concurrently?: boolean
  ifNotExists?: boolean
  method?: string | undefined
  where?: Sql | undefined
}

/** `CREATE INDEX`. */
export function createIndexSql(node: Node, index: IndexParts): Sql {
  const sql = sqlFor(node)
  const {columns, concurrently = false, ifNotExists = false, method, name, table, unique = false, where} = index
  const words = ['CREATE', ...(unique ? ['UNIQUE'] : []), 'INDEX', ...(concurrently ? ['CONCURRENTLY'] : [])]
  const named = name === undefined ? [] : sql`${ifNotExists ? 'IF NOT EXISTS ' : ''}${name} `
  const using = method === undefined ? '' : ` USING ${method}`
  const condition = where === undefined ? [] : sql` WHERE ${where}`
  return sql`${words.join(' ')} ${named}ON ${table}${using} (${join(columns)})${condition}`
}

/** `DROP INDEX`. */
export function dropIndexSql(
  node: Node,
  dialect: Dialect,
  {
    concurrently = false,
    ifExists = false,
    name,
    table
  }: {name: Sql; table: Sql | undefined; concurrently?: boolean; ifExists?: boolean}
): Sql {
  const sql = sqlFor(node)
  const on = dialect === 'postgres' || table === undefined ? [] : sql` ON ${table}`
  return sql`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${ifExists ? 'IF EXISTS ' : ''}${name}${on}`
}

/** `ALTER TABLE` that adds columns and constraints. */
export function alterTableSql(node: Node, table: Sql, actions: readonly Sql[]): Sql {
  return sqlFor(node)`ALTER TABLE ${table} ${join(actions)}`
}

/** `CREATE TABLE`. */
export function createTableSql(node: Node, table: Sql, parts: readonly Sql[], ifNotExists = false): Sql {
  return sqlFor(node)`CREATE TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${table} (${join(parts)})`
}

/** A foreign key as a builder describes it. */
export interface ForeignKeyParts {
  name?: Sql | undefined
  columns: readonly Sql[]
  table: Sql
  references: readonly Sql[]
  /** `CASCADE` and the like. */
  onDelete?: string | undefined
  onUpdate?: string | undefined
}

/** `CONSTRAINT … FOREIGN KEY …`. */
export function foreignKeySql(
  node: Node,
  {columns, name, onDelete, onUpdate, references, table}: ForeignKeyParts
): Sql {
  const sql = sqlFor(node)
  const named = name === undefined ? [] : sql`CONSTRAINT ${name} `
  const to = references.length === 0 ? [] : sql` (${join(references)})`
  return sql`${named}FOREIGN KEY (${join(columns)}) REFERENCES ${table}${to}${onDelete === undefined ? '' : ` ON DELETE ${onDelete}`}${onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate}`}`
}
