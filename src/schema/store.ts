/**
 * Storing tables and sequences: the only place that writes them, so that the catalog's maps by
 * referenced object never go stale. Costs the size of the table, not of the catalog.
 */
import type {Catalog} from './catalog.js'
import {differenceOf} from './difference.js'
import type {JournaledMap} from './journaled-map.js'
import type {Constraint, Index, ObjectName, Routine, Sequence, Table} from './objects.js'
import {keyOf} from './objects.js'

type Names = JournaledMap<readonly ObjectName[]>

const none: readonly never[] = []

function same(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** Move a name from the lists that it was in to those that it belongs in. */
function relink(lists: Names, self: ObjectName, before: readonly ObjectName[], after: readonly ObjectName[]): void {
  if (before.length === 0 && after.length === 0) return
  const wanted = new Set(after.map(keyOf))
  const had = new Set(before.map(keyOf))
  for (const key of had) {
    if (wanted.has(key)) continue
    const rest = (lists.get(key) ?? none).filter((name) => !same(name, self))
    if (rest.length > 0) lists.set(key, rest)
    else lists.delete(key)
  }
  for (const key of wanted) {
    if (!had.has(key)) lists.set(key, [...(lists.get(key) ?? none), {schema: self.schema, name: self.name}])
  }
}

function parentsOf(table: Table | undefined): readonly ObjectName[] {
  if (!table) return none
  return table.partitionOf ? [table.partitionOf.parent, ...table.inherits] : table.inherits
}

function referencesOf(table: Table | undefined): readonly ObjectName[] {
  const found: ObjectName[] = []
  for (const {references} of table?.constraints ?? none) if (references) found.push(references.table)
  return found
}

function typesOf(table: Table | undefined): readonly ObjectName[] {
  const found: ObjectName[] = []
  for (const {type} of table?.columns ?? none) {
    if (type?.schema !== undefined) found.push({schema: type.schema, name: type.name})
  }
  return found
}

function mentionedBy(table: Table | undefined): readonly ObjectName[] {
  return [
    ...(table?.policyUses ?? none).flatMap(({reads}) => reads),
    ...(table?.rules ?? none).flatMap(({mentions}) => mentions)
  ]
}

function functionsOf(table: Table | undefined): readonly ObjectName[] {
  const found: ObjectName[] = []
  for (const trigger of table?.triggers ?? none) if (trigger.function) found.push(trigger.function)
  return found
}

/**
 * Bring all maps up to date. Looks at what has changed only: a table with thousands of indexes is stored for each that
 * comes.
 */
function replace(catalog: Catalog, self: ObjectName, before: Table | undefined, after: Table | undefined): void {
  relink(catalog.children, self, parentsOf(before), parentsOf(after))
  if (before?.partitionOf !== after?.partitionOf) {
    replaceDefaultPartition(catalog, self, before?.partitionOf, after?.partitionOf)
  }
  if (before?.reads !== after?.reads) relink(catalog.readers, self, before?.reads ?? none, after?.reads ?? none)
  if (before?.policyUses !== after?.policyUses || before?.rules !== after?.rules) {
    relink(catalog.mentions, self, mentionedBy(before), mentionedBy(after))
  }
  replaceTriggers(catalog, self, before, after)

  const columns = differenceOf(before?.columns ?? none, after?.columns ?? none)
  if ([...columns.gone, ...columns.come].some(({type}) => type?.schema !== undefined)) {
    relink(catalog.typeUsers, self, typesOf(before), typesOf(after))
  }

  const indexes = differenceOf(before?.indexes ?? none, after?.indexes ?? none)
  replaceIndexes(catalog, self, indexes.gone, indexes.come)

  const constraints = differenceOf(before?.constraints ?? none, after?.constraints ?? none)
  if ([...constraints.gone, ...constraints.come].some(({references}) => references !== undefined)) {
    relink(catalog.referencing, self, referencesOf(before), referencesOf(after))
  }
  replaceConstraintNames(catalog, self.schema, constraints.gone, constraints.come)
}

/** One that comes to many others and calls what they call changes nothing. */
function replaceTriggers(
  {triggerUsers}: Catalog,
  self: ObjectName,
  before: Table | undefined,
  after: Table | undefined
): void {
  if (before?.triggers === after?.triggers) return
  const {come, gone} = differenceOf(before?.triggers ?? none, after?.triggers ?? none)
  const isKnown = (name: ObjectName): boolean =>
    triggerUsers.get(keyOf(name))?.some((user) => same(user, self)) === true
  if (gone.length === 0 && come.every(({function: called}) => called === undefined || isKnown(called))) return
  relink(triggerUsers, self, functionsOf(before), functionsOf(after))
}

function replaceDefaultPartition(
  {defaultPartitions}: Catalog,
  self: ObjectName,
  before: Table['partitionOf'],
  after: Table['partitionOf']
): void {
  if (before?.bound.default === true) {
    const key = keyOf(before.parent)
    const found = defaultPartitions.get(key)
    if (found && same(found, self)) defaultPartitions.delete(key)
  }
  if (after?.bound.default === true) {
    defaultPartitions.set(keyOf(after.parent), {schema: self.schema, name: self.name})
  }
}

/** Those that only change are among both. */
function replaceIndexes(catalog: Catalog, self: ObjectName, gone: readonly Index[], come: readonly Index[]): void {
  const stay = new Set(come.map(({name}) => name))
  for (const {name} of gone) {
    const key = keyOf({schema: self.schema, name})
    // On MySQL, tables of one database have indexes of the same name.
    if (!stay.has(name) && catalog.indexes.get(key)?.name === self.name) catalog.indexes.delete(key)
  }
  for (const {name} of come) {
    const key = keyOf({schema: self.schema, name})
    if (catalog.indexes.get(key)?.name !== self.name) {
      catalog.indexes.set(key, {schema: self.schema, name: self.name})
    }
  }
}

/** Of constraints that go and come; those that stay count as before. */
function replaceConstraintNames(
  catalog: Catalog,
  schema: string,
  gone: readonly Constraint[],
  come: readonly Constraint[]
): void {
  const change = new Map<string, number>()
  for (const {name} of gone) change.set(name, (change.get(name) ?? 0) - 1)
  for (const {name} of come) change.set(name, (change.get(name) ?? 0) + 1)
  for (const [name, difference] of change) {
    if (difference === 0) continue
    const key = keyOf({schema, name})
    const count = (catalog.constraintNames.get(key) ?? 0) + difference
    if (count > 0) catalog.constraintNames.set(key, count)
    else catalog.constraintNames.delete(key)
  }
}

function countTable({schemaSizes}: Catalog, {schema}: ObjectName, difference: 1 | -1): void {
  const size = (schemaSizes.get(schema) ?? 0) + difference
  if (size > 0) schemaSizes.set(schema, size)
  else schemaSizes.delete(schema)
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
  if (!before) countTable(catalog, table, 1)
}

/** Take a table out of the catalog; what hangs on it is the caller's matter. */
export function removeTable(catalog: Catalog, table: ObjectName): void {
  const before = catalog.tables.get(keyOf(table))
  if (before === undefined) return
  replace(catalog, table, before, undefined)
  catalog.tables.delete(keyOf(table))
  countTable(catalog, table, -1)
  catalog.partitionRows.delete(keyOf(table))
  catalog.temporary.delete(keyOf(table))
}

/** Whether an expression can call it, and its body is known: one for triggers is called by nothing else. */
export const isCallable = ({returns, runs}: Routine): boolean =>
  runs !== undefined && returns?.name !== 'trigger' && returns?.name !== 'event_trigger'

/** In expressions a name may stand without its schema. */
const callableNames = (overloads: readonly Routine[]): ObjectName[] =>
  overloads
    .filter(isCallable)
    .flatMap(({formerNames = none, name}) => [name, ...formerNames])
    .map((name) => ({schema: '', name}))

/** Put all overloads of a routine into the catalog, in place of those of its name. */
export function storeRoutines(catalog: Catalog, name: ObjectName, overloads: readonly Routine[]): void {
  const key = keyOf(name)
  relink(catalog.callable, name, callableNames(catalog.routines.get(key) ?? none), callableNames(overloads))
  catalog.routines.set(key, overloads)
}

/** Take all overloads of a routine out of the catalog; what hangs on them is the caller's matter. */
export function removeRoutines(catalog: Catalog, name: ObjectName): void {
  const key = keyOf(name)
  relink(catalog.callable, name, callableNames(catalog.routines.get(key) ?? none), none)
  catalog.routines.delete(key)
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
