/** Syntax of tables: what is written, not yet what it means. */
import type {Range} from '../../source.js'
import type {Written} from '../cursor.js'

export interface QualifiedName {
  schema?: string | undefined
  name: string
}

export interface TypeSyntax {
  /** Keywords in upper case: `INT`, `NATIONAL VARCHAR`, `DOUBLE PRECISION`. */
  keyword: string
  modifiers: string[]
  values?: string[] | undefined
  unsigned?: boolean | undefined
  zerofill?: boolean | undefined
  charset?: string | undefined
  collation?: string | undefined
  /** `BINARY`, `ASCII`, `UNICODE`, `BYTE` after a string type. */
  attributes: string[]
}

export interface ReferenceSyntax {
  table: QualifiedName
  columns: string[]
  onDelete?: string | undefined
  onUpdate?: string | undefined
  match?: string | undefined
}

export interface CheckSyntax {
  kind: 'check'
  name?: string | undefined
  expression: Written
  enforced?: boolean | undefined
  ifNotExists?: boolean
  range: Range
}

export interface ForeignKeySyntax {
  kind: 'foreign-key'
  name?: string | undefined
  columns: string[]
  references: ReferenceSyntax
  ifNotExists: boolean
  range: Range
}

export interface KeyPart {
  column?: string | undefined
  expression?: Written | undefined
  length?: number | undefined
  descending?: boolean | undefined
  /** MariaDB: a period, `WITHOUT OVERLAPS`. */
  withoutOverlaps?: boolean | undefined
}

export interface KeySyntax {
  kind: 'primary-key' | 'unique' | 'index' | 'fulltext' | 'spatial' | 'vector'
  /** After `CONSTRAINT`. */
  constraint?: string | undefined
  name?: string | undefined
  method?: string | undefined
  parts: KeyPart[]
  invisible?: boolean | undefined
  parser?: string | undefined
  options: Record<string, string>
  ifNotExists: boolean
  range: Range
}

export type TableConstraintSyntax = CheckSyntax | ForeignKeySyntax | KeySyntax

export type ColumnAttribute =
  | {kind: 'nullable'; nullable: boolean}
  | {kind: 'default' | 'on-update'; value: Written}
  | {kind: 'generated'; expression: Written; storage: 'stored' | 'virtual' | undefined}
  | {kind: 'auto-increment' | 'primary-key' | 'unique' | 'serial-default' | 'compressed'; range: Range}
  | {kind: 'comment' | 'collate' | 'srid' | 'column-format' | 'storage' | 'engine-attribute'; value: string}
  | {kind: 'invisible'; invisible: boolean}
  | {kind: 'system-versioning'; with: boolean}
  | {kind: 'row-period'; edge: 'start' | 'end'}
  | {kind: 'references'; references: ReferenceSyntax; name?: string | undefined; range: Range}
  | CheckSyntax

export interface ColumnSyntax {
  name: string
  type: TypeSyntax | undefined
  attributes: ColumnAttribute[]
  range: Range
}

export interface PeriodSyntax {
  kind: 'period'
  name: string
  columns: string[]
  ifNotExists: boolean
  range: Range
}

export interface TableOption {
  /** Lower-case words with one space: `engine`, `default charset`, `data directory`. */
  name: string
  value: string
  range: Range
}

export interface PartitionSyntax {
  strategy: 'range' | 'list' | 'hash' | 'key' | 'system_time'
  key: Array<{column?: string | undefined; expression?: Written | undefined}>
  partitions: PartitionDefinition[]
  count?: number | undefined
}

export interface PartitionDefinition {
  name: string
  values?: PartitionValues
}

/** As written: `2022`, `MAXVALUE`, `'2022-01-01'`, `TO_DAYS('2022-01-01')`; several columns have commas. */
export type PartitionValues = {lessThan: string} | {in: string[]}

export interface QuerySyntax {
  /** Numbers of the first token and of the one after the last. */
  from: number
  to: number
}

export interface CreateTableSyntax {
  kind: 'create-table'
  table: QualifiedName
  temporary: boolean
  orReplace: boolean
  ifNotExists: boolean
  elements: Array<ColumnSyntaxElement | TableConstraintSyntax | PeriodSyntax>
  like?: QualifiedName | undefined
  options: TableOption[]
  partitionBy?: PartitionSyntax | undefined
  query?: QuerySyntax | undefined
  systemVersioned: boolean
}

interface ColumnSyntaxElement {
  kind: 'column'
  column: ColumnSyntax
}
