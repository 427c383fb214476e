/** What children and partitions get from their parents. */
import type {Column, Constraint, Table} from '../objects.js'
import type {Context} from '../changes/context.js'
import {chooseConstraintName} from './names.js'
import {partitionIndexes, takenNames} from './indexes.js'

/** Columns of a child: the parents' first, one of the same name merged into it. */
export function mergeColumns(parents: readonly Table[], own: readonly Column[]): Column[] {
  const merged = new Map<string, Column>()
  for (const parent of parents) {
    for (const column of parent.columns) {
      const before = merged.get(column.name)
      const {identity: _identity, ...rest} = column
      merged.set(column.name, {...rest, notNull: column.notNull || before?.notNull === true, inherited: true})
    }
  }
  for (const column of own) {
    const before = merged.get(column.name)
    merged.set(column.name, before ? mergeColumn(before, column) : column)
  }
  return [...merged.values()]
}

function mergeColumn(inherited: Column, own: Column): Column {
  return {
    ...inherited,
    type: own.type ?? inherited.type,
    notNull: own.notNull || inherited.notNull,
    ...(own.default && {default: own.default}),
    ...(own.generated && {generated: own.generated}),
    inherited: own.type === undefined ? inherited.inherited : undefined
  }
}

/** Whether children of a table get a constraint of it by themselves. */
function isPassedOn(constraint: Constraint): boolean {
  return (constraint.type === 'check' || constraint.type === 'not-null') && constraint.noInherit !== true
}

/** Add the parent's checks and `NOT NULL`s to a child; one of the same name is merged. */
export function inheritConstraints(parent: Table, child: Table): Table {
  const columns = new Set(child.columns.map(({name}) => name))
  const added = parent.constraints.filter(
    (constraint) =>
      isPassedOn(constraint) &&
      !child.constraints.some((own) =>
        constraint.type === 'not-null'
          ? own.type === 'not-null' && own.columns[0] === constraint.columns[0]
          : own.name === constraint.name
      ) &&
      constraint.columns.every((column) => columns.has(column))
  )
  if (added.length === 0) return child
  return {...child, constraints: [...child.constraints, ...added.map((each) => ({...each, inherited: true}))]}
}

function sameKey(a: Constraint, b: Constraint): boolean {
  return (
    a.type === 'foreign-key' &&
    b.type === 'foreign-key' &&
    a.references?.table.name === b.references?.table.name &&
    a.references?.table.schema === b.references?.table.schema &&
    a.columns.join('\0') === b.columns.join('\0') &&
    a.references?.columns.join('\0') === b.references?.columns.join('\0')
  )
}

/** Give a partition one foreign key of its parent, unless it has the same already. */
export function partitionForeignKey(context: Context, key: Constraint, partition: Table): Table {
  const existing = partition.constraints.find((own) => sameKey(own, key) && own.inherited !== true)
  if (existing) {
    const constraints = partition.constraints.map((own) => (own === existing ? {...own, inherited: true} : own))
    return {...partition, constraints}
  }
  const taken = takenNames(partition)
  const name = taken.has(key.name)
    ? chooseConstraintName(context.catalog, partition, key.columns.join('_'), 'fkey', taken)
    : key.name
  return {...partition, constraints: [...partition.constraints, {...key, name, inherited: true}]}
}

/** Give a partition what its parent has: checks, foreign keys, indexes and row triggers. */
export function becomePartition(context: Context, parent: Table, partition: Table): Table {
  const keys = parent.constraints.filter(({type}) => type === 'foreign-key')
  const withKeys = keys.reduce(
    (table, key) => partitionForeignKey(context, key, table),
    inheritConstraints(parent, partition)
  )
  const triggers = parent.triggers.filter(({name, row}) => row && !partition.triggers.some((own) => own.name === name))
  return partitionIndexes(context, parent, {...withKeys, triggers: [...withKeys.triggers, ...triggers]})
}
