/** Giving a table another name or schema, with everything that refers to it. */
import type {ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {renameNumbered} from '../mysql/names.js'
import {removeSequence, removeTable, storeSequence, storeTable} from '../store.js'
import type {Context} from './context.js'

function is(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** Let everything in a table that names `from` name `to`. */
function repoint(table: Table, from: ObjectName, to: ObjectName): Table {
  const target = (name: ObjectName): ObjectName => (is(name, from) ? {schema: to.schema, name: to.name} : name)
  return {
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.references && is(constraint.references.table, from)
        ? {...constraint, references: {...constraint.references, table: target(from)}}
        : constraint
    ),
    inherits: table.inherits.map(target),
    ...(table.partitionOf && {partitionOf: {...table.partitionOf, parent: target(table.partitionOf.parent)}}),
    ...(table.policyUses && {
      policyUses: table.policyUses.map((each) => ({...each, reads: each.reads.map(target)}))
    }),
    ...(table.rules && {rules: table.rules.map((rule) => ({...rule, mentions: rule.mentions.map(target)}))}),
    ...(table.reads && {reads: table.reads.map((read) => ({...read, ...target(read)}))})
  }
}

/** Move a table; what already has the new name gives way. */
export function moveTable(context: Context, table: Table, to: ObjectName): void {
  const {catalog, dialect} = context
  if (is(table, to)) return
  const key = keyOf(table)
  const from = {schema: table.schema, name: table.name}
  const dependents = [
    ...(catalog.referencing.get(key) ?? []),
    ...(catalog.children.get(key) ?? []),
    ...(catalog.readers.get(key) ?? []),
    ...(catalog.mentions.get(key) ?? [])
  ]
  const sequences = catalog.ownedSequences.get(key) ?? []

  removeTable(catalog, from)
  removeTable(catalog, to)
  const moved = {...repoint(table, from, to), ...to, formerNames: [...(table.formerNames ?? []), from]}
  storeTable(catalog, dialect === 'postgres' ? moved : withNumberedNames(moved, from.name))

  for (const name of dependents) {
    const dependent = catalog.tables.get(keyOf(name))
    if (dependent) storeTable(catalog, repoint(dependent, from, to))
  }
  for (const name of sequences) {
    const sequence = catalog.sequences.get(keyOf(name))
    if (!sequence?.ownedBy) continue
    removeSequence(catalog, sequence)
    storeSequence(catalog, {...sequence, schema: to.schema, ownedBy: {...sequence.ownedBy, ...to}})
  }
}

/** MySQL renames `<table>_ibfk_1` and `<table>_chk_1` together with the table. */
function withNumberedNames(table: Table, from: string): Table {
  const constraints = table.constraints.map((constraint) => ({
    ...constraint,
    name: renameNumbered(constraint.name, from, table.name)
  }))
  return {...table, constraints}
}
