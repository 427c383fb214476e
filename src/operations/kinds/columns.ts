/** What is done to columns. */
import type {ColumnDefinition, ColumnPosition, DataType, Expression} from '../definitions.js'
import type {Existing, On} from './subject.js'

export interface ColumnOperations {
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
}
