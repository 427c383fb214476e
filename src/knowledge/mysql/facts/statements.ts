/** Statements about rows, other tables and code: the same on MySQL and MariaDB. */
import type {OperationKind} from '../../../operations/operation.js'
import {facts} from '../fact.js'
import type {FactRow} from '../fact.js'
import {manual} from './manual.js'

const changesRows: FactRow[] = [
  {does: 'free', work: 'statement', because: 'locks the rows that it changes'},
  {on: 'read', does: 'free', because: 'reads rows'}
]

const readsRows: FactRow[] = [{on: 'read', does: 'free', because: 'reads rows'}]

const looksOnce: FactRow[] = [{does: 'free', work: 'statement', because: 'its definition is locked for a moment'}]

/** Statements of other engines, or that need a file: nothing was asked about them. */
const documented = (rows: readonly FactRow[]): FactRow[] => rows.map((row) => ({...row, proof: 'documented'}))

/** Tables are read row by row, with shared locks on the rows where the statement writes. */
export const statements = [
  ...facts('rows.insert', manual.rowLocks, changesRows),
  ...facts('rows.update', manual.rowLocks, changesRows),
  ...facts('rows.delete', manual.rowLocks, changesRows),
  ...facts('rows.copy', manual.rowLocks, documented(changesRows)),
  ...facts('rows.select', manual.rowLocks, readsRows),
  ...facts('table.create', manual.rowLocks, [
    {on: 'read', does: 'free', because: 'reads rows or the definition'},
    {
      on: 'referenced',
      does: 'free',
      source: manual.metadataLocks,
      because: 'its definition is locked for a moment'
    }
  ]),
  ...facts('view.create', manual.metadataLocks, [{on: 'read', does: 'free', because: 'reads the definition'}]),
  ...facts('trigger.create', manual.metadataLocks, looksOnce),
  ...facts('trigger.drop', manual.metadataLocks, documented(looksOnce))
]

/** What neither MySQL nor MariaDB lets touch a relation that exists. */
export const untouching: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'table.unlock',
  'view.drop',
  'view.alter',
  'sequence.create',
  'sequence.alter',
  'sequence.drop',
  'schema.create',
  'schema.drop',
  'function.create',
  'function.alter',
  'function.drop',
  'privilege.grant',
  'privilege.revoke',
  'object.create',
  'object.alter',
  'object.drop',
  'session.set',
  'session.use',
  'transaction.begin',
  'transaction.commit',
  'transaction.rollback',
  'transaction.savepoint',
  'transaction.release',
  'transaction.prepare',
  'procedure.call',
  'dynamic.execute',
  'other'
])
