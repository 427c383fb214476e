/** The relations beside the table of a statement that an operation touches. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'
import {keyOf} from '../../schema/objects.js'
import {temporarySchema} from '../../schema/session.js'
import type {Situation} from '../situation.js'
import type {Role} from './fact.js'

/** How effects name a relation: without the database where it is the current one. */
export function relationName(name: Name, {catalog, session}: Situation): string {
  const full = session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog)
  const isHere = full.schema === session.creationSchema() || full.schema === temporarySchema
  return isHere ? full.name : `${full.schema}.${full.name}`
}

function referencesOf(operation: Operation): Name[] {
  if (operation.kind === 'constraint.add') {
    return operation.constraint.references ? [operation.constraint.references.table] : []
  }
  const constraints =
    operation.kind === 'table.create'
      ? [...operation.constraints, ...operation.columns.flatMap((column) => column.constraints)]
      : []
  return constraints.flatMap(({references}) => (references ? [references.table] : []))
}

function readsOf(operation: Operation): Name[] {
  if (operation.kind === 'table.create') {
    return [...operation.like.map(({source}) => source), ...(operation.asQuery?.reads ?? [])]
  }
  return 'reads' in operation ? (operation.reads ?? []) : []
}

/** Other relations by the role that they have. */
export function otherRelations(operation: Operation): Array<{role: Role; name: Name}> {
  const exchanged =
    operation.kind === 'partition.exchange' || operation.kind === 'partition.convert' ? [operation.with] : []
  return [
    ...referencesOf(operation).map((name) => ({role: 'referenced' as const, name})),
    ...readsOf(operation).map((name) => ({role: 'read' as const, name})),
    ...exchanged.map((name) => ({role: 'exchanged' as const, name}))
  ]
}

/** Whether `CREATE TABLE` finds its table there and leaves it alone, or takes its place. */
export function existingTable(operation: Operation, {catalog, session}: Situation): Table | undefined {
  if (operation.kind !== 'table.create') return undefined
  // What is made, is made where the connection is, whatever other databases have.
  const name = session.resolve(operation.table, (candidate) => catalog.tables.has(keyOf(candidate)))
  return catalog.tables.get(keyOf(name))
}
