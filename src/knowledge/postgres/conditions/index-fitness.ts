/**
 * Which indexes a type change that rewrites nothing still builds anew. Follows `CheckIndexCompatible` in
 * the server's `indexcmds.c`.
 */
import type {DataType, IndexElement} from '../../../operations/definitions.js'
import type {Index, Table} from '../../../schema/objects.js'
import {columnsIn} from '../expressions/tree.js'
import {defaultOperatorClass, typeCollation} from '../expressions/type-facts.js'
import type {Surroundings} from '../expressions/volatility.js'
import type {Verdict} from '../../effect.js'
import {targetAt, type Look} from '../look.js'
import {changedColumn} from './type-change.js'

/** Whether an index has anything to do with a column. */
export function dependsOn(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    columnsIn(index.where?.tree).has(column) ||
    index.elements.some((element) => element.column === column || columnsIn(element.expression?.tree).has(column))
  )
}

/** Indexes that the change of the operation builds anew, where it does not rewrite the table. */
export function unfitIndexes(look: Look): Index[] {
  const {operation, relation} = look
  if (operation.kind !== 'column.set-type' || !relation.table) return []
  return relation.table.indexes.filter((index) => isUnfit(index, look))
}

function isUnfit(index: Index, look: Look): boolean {
  const {operation} = look
  if (operation.kind !== 'column.set-type' || !dependsOn(index, operation.column)) return false
  // A part of a partitioned index is dropped with that, and built again: only an index of its own can stay.
  if (index.parent !== undefined) return true
  // The server does not compare expressions and predicates.
  if (index.where || index.elements.some(({expression}) => expression !== undefined)) return true
  const column = changedColumn(look)
  if (!column?.type) return false
  const old = {type: column.type, collation: column.collation}
  const fresh = {type: operation.type, collation: operation.collation}
  return index.elements.some(
    (element) => element.column === operation.column && !isFit(element, index.method ?? 'btree', old, fresh, look)
  )
}

interface Typed {
  type: DataType
  collation: string | undefined
}

function isFit(element: IndexElement, method: string, old: Typed, fresh: Typed, surroundings: Surroundings): boolean {
  const before = defaultOperatorClass(method, old.type, surroundings)
  const after = defaultOperatorClass(method, fresh.type, surroundings)
  if (element.operatorClass === undefined && before?.name !== after?.name) return false
  return element.collation !== undefined || collationOf(old, surroundings) === collationOf(fresh, surroundings)
}

/** The collation of a column: written, or its type's. */
function collationOf({type, collation}: Typed, surroundings: Surroundings): string | undefined {
  const own = typeCollation(type, surroundings)
  if (own === undefined && collation === undefined) return undefined
  return collation === undefined || collation === 'default' ? own : collation
}

/** Whether a parent has an index on the column that the partition lacks: made again, it is built here too. */
export function lacksIndexOfParent(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind !== 'column.set-type') return false
  if (!relation.table) return undefined
  const {column} = operation
  const lacks = ({indexes, partitionOf}: Table): boolean => {
    const parent = partitionOf && targetAt(look, partitionOf.parent).table
    if (!parent) return false
    const isMissing = (index: Index): boolean =>
      dependsOn(index, column) && indexes.every((own) => own.parent?.name !== index.name)
    return parent.indexes.some(isMissing) || lacks(parent)
  }
  return lacks(relation.table)
}

/** All indexes that the statement leaves in place. */
export function remainingIndexes(table: Table, look: Look): Index[] {
  const {operations} = look.command
  const dropped = new Set(
    operations.flatMap((operation) => (operation.kind === 'constraint.drop' ? [operation.name] : []))
  )
  const columns = operations.flatMap((operation) => (operation.kind === 'column.drop' ? [operation.column] : []))
  return table.indexes.filter(
    (index) =>
      !(index.constraint !== undefined && dropped.has(index.constraint)) &&
      !columns.some((column) => dependsOn(index, column))
  )
}

/** Indexes of keys that the statement drops and that the operation makes again under the same name. */
export function replacedIndexes(look: Look): string[] {
  const {operation, relation} = look
  const {table} = relation
  if (!table || !keepsNames(look)) return []
  const keys =
    operation.kind === 'constraint.add'
      ? [operation.constraint]
      : operation.kind === 'column.add'
        ? operation.column.constraints
        : []
  const names = keys.flatMap(({columns, name, type, usingIndex}) => {
    if (usingIndex !== undefined || (type !== 'primary-key' && type !== 'unique' && type !== 'exclusion')) return []
    const parts =
      type === 'primary-key' ? [table.name, 'pkey'] : [table.name, ...columns, type === 'unique' ? 'key' : 'excl']
    return name ?? parts.join('_')
  })
  if (names.length === 0) return []
  const remaining = new Set(remainingIndexes(table, look).map(({name}) => name))
  return names.filter((name) => !remaining.has(name) && table.indexes.some((index) => index.name === name))
}

/** Only a relation that the statement names; partitions choose names of their own. */
const keepsNames = ({relation}: Look): boolean => relation.table?.partitionOf === undefined
