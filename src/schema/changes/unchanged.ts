/**
 * Operations that change nothing which the catalog keeps: rows, locks, privileges, comments, upkeep. A
 * table that they alter and the catalog does not know is noted as existing.
 */
import type {Name} from '../../operations/definitions.js'
import {doubtAll} from '../mysql/doubt.js'
import {
  forgetAllPartitionRows,
  forgetPartitionRows,
  noteInsert,
  noteUpdate,
  noteWrite
} from '../mysql/partition-rows.js'
import type {Context, Handlers} from './context.js'
import {editTable, resolveTable} from './context.js'
import {copiesNamesake} from './namesake.js'

function note({table}: {table: Name}, context: Context): void {
  editTable(context, table, (known) => known)
}

function nothing(): void {
  // The catalog has no word for what it changes.
}

/** It may write to any table. */
function anything(_operation: unknown, context: Context): void {
  forgetAllPartitionRows(context)
}

/** It runs what is not seen here. */
function unseen(_operation: unknown, context: Context): void {
  forgetAllPartitionRows(context)
  if (context.dialect !== 'postgres') doubtAll(context.catalog)
}

type Changed =
  | `column.${string}`
  | `constraint.${string}`
  | `index.${string}`
  | `partition.${string}`
  | `view.${string}`
  | `type.${string}`
  | `enum.${string}`
  | `domain.${string}`
  | `sequence.${string}`
  | `schema.${string}`
  | `function.${string}`
  | `extension.${string}`
  | `trigger.${string}`
  | 'rows.select'
  | `session.${string}`
  | `statistics.${string}`
  | `policy.${string}`
  | `rule.${string}`
  | `transaction.${string}`
  | `object.${string}`

type UnchangedKinds =
  | 'table.set-owner'
  | 'table.set-access-method'
  | 'table.enable-keys'
  | 'table.discard-tablespace'
  | 'table.import-tablespace'
  | 'table.order-by'
  | 'table.alter-nothing'
  | 'table.set-validation'
  | 'table.set-secondary-engine'
  | 'table.add-period'
  | 'table.drop-period'
  | 'table.not-of'
  | 'table.set-without-oids'
  | 'table.lock'
  | 'table.unlock'
  | 'table.vacuum'
  | 'table.analyze'
  | 'table.repair'
  | 'table.check'
  | Exclude<keyof Handlers, `table.${string}` | Changed>

export const unchanged: Pick<Handlers, UnchangedKinds> = {
  'table.set-owner': nothing,
  'table.set-access-method': note,
  'table.enable-keys': note,
  'table.discard-tablespace': note,
  'table.import-tablespace': (operation, context) => {
    forgetPartitionRows(context, operation.table)
    note(operation, context)
  },
  'table.order-by': note,
  'table.alter-nothing': note,
  'table.set-validation': note,
  'table.set-secondary-engine': note,
  'table.add-period': note,
  'table.drop-period': note,
  'table.not-of': note,
  'table.set-without-oids': note,
  'table.lock': nothing,
  'table.unlock': nothing,
  'table.vacuum': nothing,
  'table.analyze': nothing,
  'table.repair': nothing,
  'table.check': nothing,
  'privilege.grant': nothing,
  'privilege.revoke': nothing,
  'comment.set': nothing,
  'rows.insert': (operation, context) => {
    if (copiesNamesake(operation.table, operation.reads))
      context.session.noteCopy(resolveTable(context, operation.table))
    noteInsert(operation, context)
  },
  'rows.update': noteUpdate,
  'rows.delete': ({table}, context) => {
    noteWrite(context, table)
  },
  'rows.merge': nothing,
  'rows.copy': ({direction, table}, context) => {
    if (table && direction === 'from') forgetPartitionRows(context, table)
  },
  'rows.plan': nothing,
  'procedure.call': unseen,
  'dynamic.execute': unseen,
  other: anything
}
