import type {Range} from '../../source.js'
import type {Written} from '../cursor.js'
import type {
  CheckSyntax,
  ColumnSyntax,
  ForeignKeySyntax,
  KeySyntax,
  PartitionSyntax,
  QualifiedName,
  TableOption
} from './table.js'

export type PositionSyntax = 'first' | {after: string}

export type PartitionMaintenance =
  'truncate' | 'rebuild' | 'optimize' | 'analyze' | 'check' | 'repair' | 'discard' | 'import'

/** What one clause of `ALTER TABLE` does, as written. */
export type AlterAction =
  | {
      kind: 'add-columns'
      columns: Array<{column: ColumnSyntax; position?: PositionSyntax | undefined}>
      ifNotExists: boolean
    }
  | {kind: 'add-constraint'; constraint: CheckSyntax | ForeignKeySyntax | KeySyntax}
  | {
      kind: 'modify-column'
      name: string
      column: ColumnSyntax
      position?: PositionSyntax | undefined
      ifExists: boolean
    }
  | {kind: 'drop-column'; column: string; ifExists: boolean}
  | {kind: 'rename-column'; column: string; to: string; ifExists: boolean}
  | {kind: 'set-default'; column: string; value: Written}
  | {kind: 'drop-default'; column: string}
  | {kind: 'set-column-visibility'; column: string; invisible: boolean}
  | {
      kind: 'drop-key'
      what: 'primary-key' | 'foreign-key' | 'check' | 'constraint' | 'index'
      name?: string
      ifExists: boolean
    }
  | {kind: 'rename-index'; index: string; to: string; ifExists: boolean}
  | {kind: 'set-index-visibility'; index: string; invisible: boolean; ifExists: boolean}
  | {kind: 'enforce-constraint'; name: string; enforced: boolean}
  | {kind: 'rename-table'; to: QualifiedName}
  | {kind: 'convert-charset'; charset: string | undefined; collation: string | undefined}
  | {kind: 'option'; option: TableOption}
  | {kind: 'order-by'; columns: string[]}
  | {kind: 'enable-keys'; enable: boolean}
  | {kind: 'tablespace'; discard: boolean}
  | {kind: 'force'}
  | {kind: 'validation'; validation: boolean}
  | {kind: 'secondary'; load: boolean}
  | {kind: 'system-versioning'; add: boolean}
  | {kind: 'add-period'; name: string; columns: string[]}
  | {kind: 'drop-period'; name: string}
  | {kind: 'partition-by'; partitioning: PartitionSyntax}
  | {kind: 'remove-partitioning'}
  | {kind: 'add-partition'; partitions: string[]; count?: number}
  | {kind: 'drop-partition'; partitions: string[]; ifExists: boolean}
  | {kind: 'reorganize-partition'; partitions: string[]; into: string[]}
  | {kind: 'coalesce-partition'; count: number}
  | {kind: 'exchange-partition'; partition: string; table: QualifiedName; validation: boolean}
  | {kind: 'convert-partition'; partition: string; table: QualifiedName; direction: 'to-table' | 'to-partition'}
  | {kind: 'maintain-partition'; action: PartitionMaintenance; partitions: string[]}

export type AlterClause = AlterAction & {range: Range}

/** How the server is asked to go about a change of schema. */
export interface RequestSyntax {
  algorithm?: string
  lock?: string
  ignore?: boolean
  online?: boolean
  wait?: number
  range?: Range
}

export interface AlterTableSyntax {
  kind: 'alter-table'
  table: QualifiedName
  ifExists: boolean
  clauses: AlterClause[]
  request: RequestSyntax
}
