/**
 * Storing tables and sequences: the only place that writes them, so that the catalog's maps by
 * referenced object never go stale. Costs the size of the table, not of the catalog.
 */
import type {Catalog, Constraint, JournaledMap, ObjectName, Sequence, Table} from './catalog.js'
import {keyOf} from './catalog.js'

type Names = JournaledMap<readonly ObjectName[]>

const none: readonly never[] = []

function same(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** Move a name from the lists that it was in to those that it belongs in. */
function relink(lists: Names, self: ObjectName, before: readonly ObjectName[], after: readonly ObjectName[]): void {
  const wanted = new Map(after.map((target) => [keyOf(target), target]))
  const had = new Set(before.map(keyOf))
  for (const key of had) {
    if (wanted.has(key)) continue
    const rest = (lists.get(key) ?? none).filter((name) => !same(name, self))
    if (rest.length > 0) lists.set(key, rest)
    else lists.delete(key)
  }
  for (const key of wanted.keys()) {
    if (!had.has(key)) lists.set(key, [...(lists.get(key) ?? none), {schema: self.schema, name: self.name}])
  }
}

/** What a table hangs on, by the map that says so. */
const links = {
  children: (table: Table) => [...(table.partitionOf ? [table.partitionOf.parent] : none), ...table.inherits],
  referencing: (table: Table) =>
    table.constraints.flatMap(({references}) => (references === undefined ? [] : [references.table])),
  readers: (table: Table) => table.reads ?? none,
  typeUsers: (table: Table) =>
    table.columns.flatMap(({type}) => (type?.schema === undefined ? [] : [{schema: type.schema, name: type.name}])),
  triggerUsers: (table: Table) =>
    table.triggers.flatMap((trigger) => (trigger.function === undefined ? [] : [trigger.function]))
} satisfies Partial<Record<keyof Catalog, (table: Table) => readonly ObjectName[]>>

/** The part of a table that decides a kind of link: where it is the same object, nothing has to be done. */
const causes: Record<keyof typeof links, (table: Table) => unknown> = {
  children: (table) => (table.partitionOf === undefined && table.inherits.length === 0 ? none : table),
  referencing: (table) => table.constraints,
  readers: (table) => table.reads,
  typeUsers: (table) => table.columns,
  triggerUsers: (table) => table.triggers
}

function replace(catalog: Catalog, self: ObjectName, before: Table | undefined, after: Table | undefined): void {
  for (const kind of Object.keys(links) as Array<keyof typeof links>) {
    if (before && after && causes[kind](before) === causes[kind](after)) continue
    relink(catalog[kind], self, before ? links[kind](before) : none, after ? links[kind](after) : none)
  }
  replaceIndexes(catalog, self, before, after)
  replaceConstraintNames(catalog, self.schema, before?.constraints ?? none, after?.constraints ?? none)
}

function replaceIndexes(catalog: Catalog, self: ObjectName, before: Table | undefined, after: Table | undefined): void {
  if (before?.indexes === after?.indexes) return
  const wanted = new Set(after?.indexes.map(({name}) => name))
  const had = new Set(before?.indexes.map(({name}) => name))
  for (const name of had) {
    const key = keyOf({schema: self.schema, name})
    // On MySQL, tables of one database have indexes of the same name.
    if (!wanted.has(name) && catalog.indexes.get(key)?.name === self.name) catalog.indexes.delete(key)
  }
  for (const name of wanted) {
    if (!had.has(name)) catalog.indexes.set(keyOf({schema: self.schema, name}), {schema: self.schema, name: self.name})
  }
}

function replaceConstraintNames(
  catalog: Catalog,
  schema: string,
  before: readonly Constraint[],
  after: readonly Constraint[]
): void {
  if (before === after) return
  const change = new Map<string, number>()
  for (const {name} of before) change.set(name, (change.get(name) ?? 0) - 1)
  for (const {name} of after) change.set(name, (change.get(name) ?? 0) + 1)
  for (const [name, difference] of change) {
    if (difference === 0) continue
    const key = keyOf({schema, name})
    const count = (catalog.constraintNames.get(key) ?? 0) + difference
    if (count > 0) catalog.constraintNames.set(key, count)
    else catalog.constraintNames.delete(key)
  }
}

/** Put a table into the catalog, in place of the one of its name if there is one. */
export function storeTable(catalog: Catalog, table: Table): void {
  const before = catalog.tables.get(keyOf(table))
  if (before === table) return
  replace(catalog, table, before, table)
  if (table.persistence === 'temporary' && !before) {
    catalog.temporary.set(keyOf(table), {schema: table.schema, name: table.name})
  }
  catalog.tables.set(keyOf(table), table)
}

/** Take a table out of the catalog; what hangs on it is the caller's matter. */
export function removeTable(catalog: Catalog, table: ObjectName): void {
  const before = catalog.tables.get(keyOf(table))
  if (before === undefined) return
  replace(catalog, table, before, undefined)
  catalog.tables.delete(keyOf(table))
  catalog.temporary.delete(keyOf(table))
}

/** Put a sequence into the catalog, in place of the one of its name if there is one. */
export function storeSequence(catalog: Catalog, sequence: Sequence): void {
  const before = catalog.sequences.get(keyOf(sequence))
  relink(
    catalog.ownedSequences,
    sequence,
    before?.ownedBy ? [before.ownedBy] : none,
    sequence.ownedBy ? [sequence.ownedBy] : none
  )
  catalog.sequences.set(keyOf(sequence), sequence)
}

/** Take a sequence out of the catalog. */
export function removeSequence(catalog: Catalog, sequence: ObjectName): void {
  const before = catalog.sequences.get(keyOf(sequence))
  if (before === undefined) return
  relink(catalog.ownedSequences, sequence, before.ownedBy ? [before.ownedBy] : none, none)
  catalog.sequences.delete(keyOf(sequence))
}
