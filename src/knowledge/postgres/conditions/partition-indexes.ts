/** Which indexes of a table a partitioned index takes in, so that it builds none there. */
import type {IndexDefinition} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {Index} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import type {Look} from '../look.js'
import {attachedBelow} from './partition-proof.js'

type Shape = Pick<IndexDefinition, 'elements' | 'include' | 'method' | 'nullsNotDistinct' | 'unique' | 'where'>

/** Follows `CompareIndexInfo` in the server's `index.c`, which does not look at the order of sorting. */
function keyOf({elements, include, method, nullsNotDistinct, unique, where}: Shape): string {
  return JSON.stringify([
    unique,
    method ?? 'btree',
    elements.map(({collation, column, expression, operatorClass}) => [
      column,
      expression?.text,
      operatorClass,
      collation
    ]),
    include,
    where?.text,
    nullsNotDistinct === true
  ])
}

/** A key takes in only what backs a key already. */
const isTaken = (index: Index, wanted: Shape, forKey: boolean): boolean =>
  index.parent === undefined &&
  index.valid &&
  (!forKey || index.constraint !== undefined) &&
  keyOf(index) === keyOf(wanted)

function wantedBy(operation: Operation): Shape | undefined {
  if (operation.kind === 'index.create') return operation.index
  if (operation.kind !== 'constraint.add') return undefined
  const {columns, include = [], nullsNotDistinct, type} = operation.constraint
  if (type !== 'primary-key' && type !== 'unique') return undefined
  return {unique: true, elements: columns.map((column) => ({column})), include, nullsNotDistinct}
}

/** Whether the relation's index, that a partitioned index will take in, is there already. */
export function hasFittingIndex({operation, relation}: Look): Verdict {
  const wanted = wantedBy(operation)
  if (!wanted) return false
  return relation.table?.indexes.some((index) => isTaken(index, wanted, operation.kind === 'constraint.add'))
}

/** Whether an index of the parent has no match in the attached table, so that it is built, with a scan. */
export function buildsIndexWhenAttached(look: Look): Verdict {
  const {table} = look.relation
  const attached = attachedBelow(look)
  if (!attached || !table) return undefined
  const {constraints, indexes} = attached.parent
  if (constraints.some(({type}) => type === 'foreign-key')) return true
  return indexes.some((index) => !table.indexes.some((own) => isTaken(own, index, index.constraint !== undefined)))
}
