/** What a statement says, and what kind of relation it meets. */
import type {Read} from '../../../operations/definitions.js'
import type {Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {columnsIn, columnOf, constantOf, nodeOf} from '../expressions/tree.js'
import {implies, toClause} from '../expressions/implication.js'
import {storedTypeOf} from './checks.js'
import {isSame, tableOf, tablespaceOf, tablespaceOfIndex, targetOf, type Look} from '../look.js'
import {readThrough} from '../roles/readers.js'

/** A condition: the relation is of a kind. */
export const isKind =
  (...kinds: Array<Table['kind']>) =>
  ({relation}: Look): Verdict =>
    relation.table === undefined ? undefined : kinds.includes(relation.table.kind)

/** A condition on the operation alone. */
export const says =
  (property: string) =>
  ({operation}: Look): Verdict =>
    property in operation && Boolean((operation as unknown as Record<string, unknown>)[property])

/** Parameters that change what plans may assume, and are therefore set under the strongest lock. */
const strictParameters = new Set(['user_catalog_table', 'security_barrier', 'check_option', 'security_invoker'])

export function setsStrictParameter({operation}: Look): Verdict {
  return (
    operation.kind === 'table.set-parameters' &&
    Object.keys(operation.parameters).some((name) => strictParameters.has(name.toLowerCase()))
  )
}

/** Whether the table is stored that way already. */
export function isPersistenceKept({operation, relation}: Look): Verdict {
  if (operation.kind !== 'table.set-persistence' || !relation.table) return undefined
  return (relation.table.persistence === 'unlogged') === (operation.persistence === 'unlogged')
}

export function isTablespaceKept({operation, relation}: Look): Verdict {
  if (!relation.table) return undefined
  if (operation.kind === 'index.set-tablespace' || operation.kind === 'table.set-tablespace') {
    const {name: written} = operation.kind === 'table.set-tablespace' ? operation.table : operation.index
    const index = relation.table.indexes.find(({name}) => name === written)
    if (index) return tablespaceOfIndex(index) === operation.tablespace
    if (operation.kind === 'index.set-tablespace') return undefined
  }
  const now = tablespaceOf(relation.table)
  if (operation.kind === 'view.alter') return operation.tablespace === now
  return operation.kind === 'table.set-tablespace' ? now === operation.tablespace : undefined
}

/** `heap` is what nearly everyone has; another method may come with an extension. */
export function isAccessMethodKept({operation, relation}: Look): Verdict {
  if (operation.kind !== 'table.set-access-method') return undefined
  const now = relation.table?.options.using ?? 'heap'
  return (operation.method ?? 'heap') === now
}

/** Whether there is an index of the name already, so that IF NOT EXISTS does nothing. */
export function isIndexThere(look: Look): Verdict {
  const {catalog, operation, relation} = look
  if (operation.kind !== 'index.create' || operation.ifNotExists !== true) return false
  const {name} = operation.index
  if (name === undefined) return false
  return catalog.indexes.has(`${relation.name.schema}\0${name}`)
}

/** Whether there is a relation of the name already, so that IF NOT EXISTS does nothing. */
export function isRelationThere(look: Look): Verdict {
  const {operation} = look
  if (!('ifNotExists' in operation) || operation.ifNotExists !== true) return false
  const name = operation.kind === 'view.create' ? operation.view : tableOf(operation)
  return name !== undefined && targetOf(look, name).table !== undefined
}

/** Of a view only the columns are not known. */
export const lacksParts = ({incomplete, kind}: Table): boolean =>
  incomplete === true && kind !== 'view' && kind !== 'materialized-view'

/** Without IF EXISTS the table that is named has it, or the statement fails: it may be made where nobody can look. */
export function isTriggerThere(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind !== 'trigger.drop') return undefined
  const found = relation.table?.triggers.some(({name}) => name === operation.name)
  const isNamed = operation.table !== undefined && isSame(targetOf(look, operation.table).name, relation.name)
  if (isNamed && operation.ifExists !== true) return true
  return found === true ? true : relation.table === undefined || lacksParts(relation.table) ? undefined : false
}

/** Whether the rows that a WHERE asks for are surely found by a unique key. */
export function isByUniqueKey({operation, relation}: Look): Verdict {
  if ((operation.kind !== 'rows.update' && operation.kind !== 'rows.delete') || !relation.table) return undefined
  const equal = equalColumns(operation.where?.tree)
  return relation.table.indexes.some(
    (index) =>
      index.unique &&
      index.valid &&
      !index.where &&
      index.elements.every(({column}) => column !== undefined && equal.has(column))
  )
}

/** Columns that are compared with a constant for equality, by every row that the expression lets pass. */
function equalColumns(tree: unknown): Set<string> {
  const node = nodeOf(tree)
  if (node?.[0] === 'BoolExpr' && node[1].boolop === 'AND_EXPR' && Array.isArray(node[1].args)) {
    return new Set((node[1].args as readonly unknown[]).flatMap((part) => [...equalColumns(part)]))
  }
  if (node?.[0] !== 'A_Expr' || (node[1].kind !== 'AEXPR_OP' && node[1].kind !== 'AEXPR_IN')) return new Set()
  if (!JSON.stringify(node[1].name).includes('"="')) return new Set()
  const left = columnOf(node[1].lexpr)
  const right = columnOf(node[1].rexpr)
  if (left !== undefined && columnsIn(node[1].rexpr).size === 0) return new Set([left])
  return right !== undefined && constantOf(node[1].lexpr) !== undefined ? new Set([right]) : new Set()
}

/** Whether an index could find what the WHERE asks for: then the planner decides. */
export function mayUseIndex({operation, relation}: Look): Verdict {
  if (operation.kind !== 'rows.update' && operation.kind !== 'rows.delete') return undefined
  if (operation.where === undefined) return false
  if (!relation.table) return undefined
  const columns = columnsIn(operation.where.tree)
  return relation.table.indexes.some(({elements}) =>
    elements.some(({column, expression}) => (column !== undefined ? columns.has(column) : expression !== undefined))
  )
}

/** Whether the WHERE leaves nothing of a partition that only its parent names, so that it is not even locked. */
export function isPruned(look: Look): Verdict {
  const {operation, relation} = look
  const named = tableOf(operation)
  if (named && isSame(targetOf(look, named).name, relation.name)) return false
  const where = operation.kind === 'rows.update' || operation.kind === 'rows.delete' ? operation.where?.tree : undefined
  const bound = relation.table?.partitionOf
  if (where === undefined || !bound || !relation.table) return false
  const parent = look.catalog.tables.get(`${bound.parent.schema}\0${bound.parent.name}`)
  const column = parent?.partitionBy?.strategy === 'range' ? parent.partitionBy.key[0]?.column : undefined
  if (column === undefined || parent?.partitionBy?.key.length !== 1) return false
  const typeOfColumn = storedTypeOf(relation.table, look)
  const type = typeOfColumn(column)
  const edges = [
    {operator: '<', value: constantOf(bound.bound.from?.[0]?.tree)},
    {operator: '>=', value: constantOf(bound.bound.to?.[0]?.tree)}
  ] as const
  return edges.some(
    ({operator, value}) =>
      typeof value === 'string' &&
      implies(toClause(where, typeOfColumn), {kind: 'compare', column, operator, value, type}) === true
  )
}

/** Whether a stored query joins relations: then the planner decides which of them it reads in full. */
export function readsSeveral(look: Look): Verdict {
  const stored = readThrough(storedReads(look), look).filter(({table}) => table?.kind !== 'view')
  return stored.filter(({table}) => table?.partitionOf === undefined).length > 1
}

function storedReads(look: Look): readonly Read[] {
  const {operation} = look
  if (operation.kind === 'view.create') return operation.reads
  if (operation.kind === 'table.create') return operation.asQuery?.reads ?? []
  return operation.kind === 'view.refresh' ? (targetOf(look, operation.view).table?.reads ?? []) : []
}
