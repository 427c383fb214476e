/**
 * The operations: what SQL statements do to a schema, its rows and the session, in the same words for
 * every dialect. Plain data, serialisable as JSON. A statement without an operation of its own is
 * `other`, never lost.
 */
import type {Range} from '../parse/source.js'
import type {Name} from './definitions.js'
import type {CodeOperations} from './kinds/code.js'
import type {ColumnOperations} from './kinds/columns.js'
import type {ConstraintOperations} from './kinds/constraints.js'
import type {IndexOperations} from './kinds/indexes.js'
import type {ObjectOperations} from './kinds/objects.js'
import type {PartitionOperations} from './kinds/partitions.js'
import type {RowOperations} from './kinds/rows.js'
import type {SequenceOperations} from './kinds/sequences.js'
import type {SessionOperations} from './kinds/session.js'
import type {TableOperations} from './kinds/tables.js'
import type {TypeOperations} from './kinds/types.js'
import type {ViewOperations} from './kinds/views.js'

/** Each kind of operation and what is known of it beside `kind` and `range`. */
export interface OperationFields
  extends
    TableOperations,
    ColumnOperations,
    ConstraintOperations,
    IndexOperations,
    PartitionOperations,
    ViewOperations,
    TypeOperations,
    SequenceOperations,
    CodeOperations,
    ObjectOperations,
    RowOperations,
    SessionOperations {
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
