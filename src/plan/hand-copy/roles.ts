/** What each statement of a migration is to a copy that is made by hand. */
import type {Name} from '../../operations/definitions.js'
import type {Operation, OperationKind} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'
import type {Found, HandCopy, Plain, Role} from './copy.js'
import {isSameName, mentions} from './names.js'

/**
 * What may be done to a table without rows that nobody knows yet. What is taken away from it is not among it: the old table
 * has it, and it would be carried over all the same.
 */
const shapes: ReadonlySet<OperationKind> = new Set([
  'table.create',
  'table.set-owner',
  'table.set-persistence',
  'table.set-tablespace',
  'table.set-access-method',
  'table.set-parameters',
  'table.replica-identity',
  'table.row-security',
  'table.cluster-on',
  'column.add',
  'column.drop',
  'column.rename',
  'column.set-type',
  'column.set-default',
  'column.set-not-null',
  'column.set-statistics',
  'column.set-storage',
  'column.set-compression',
  'column.set-parameters',
  'column.add-identity',
  'column.set-identity',
  'column.set-expression',
  'column.drop-expression',
  'constraint.add',
  'constraint.validate',
  'constraint.rename',
  'constraint.alter',
  'index.create',
  'partition.attach',
  'trigger.create',
  'trigger.enable',
  'rule.create',
  'rule.enable',
  'policy.create',
  'comment.set',
  'statistics.create'
])

/** What means another thing where rows are there already than where none is yet. */
const beforeRows: ReadonlySet<OperationKind> = new Set([
  'column.drop',
  'column.rename',
  'column.set-type',
  'column.set-expression',
  'column.drop-expression'
])

/** What would change rows as they are copied. */
const actsOnRows: ReadonlySet<OperationKind> = new Set([
  'trigger.create',
  'trigger.enable',
  'rule.create',
  'rule.enable'
])

/** What does the same wherever it stands, as long as it is about something else. */
const anywhere = /^(?:session|transaction)\.|^(?:table\.create|comment\.set)$/

/** Statistics and space of a table that is filled otherwise. */
const upkeep: ReadonlySet<OperationKind> = new Set(['table.analyze', 'table.vacuum', 'table.lock', 'index.reindex'])

/** Tell them all, and why the copy cannot be taken as one. */
export function rolesOf(
  statements: readonly Plain[],
  found: Found,
  tableOfIndex: (index: Name) => Name | undefined
): Pick<HandCopy, 'partitions' | 'reasons' | 'roles'> {
  const roles = new Map<Statement, Role>()
  const reasons: string[] = []
  const partitions = partitionsOf(statements, found)
  const words = new Set([found.fresh, ...partitions].map(({name}) => name))
  const fill = statements[found.filled]?.operations[0]
  const listed = fill?.kind === 'rows.insert' ? fill.columns : []
  let isOver = false
  for (const [index, each] of statements.entries()) {
    if (index < found.made) {
      if (isLockOfOld(each, found)) roles.set(each.statement, 'needless')
      continue
    }
    const isAfter = index > found.renamed
    const role = isOver ? undefined : roleOf(each, {found, index, partitions, listed, tableOfIndex})
    if (role !== undefined) {
      roles.set(each.statement, role)
      continue
    }
    const old = isAfter && found.kept ? [found.kept.name] : []
    const own = isAfter ? [found.fresh.name] : words
    const isOfIt = index === found.filled || index === found.gone
    if (isOfIt || mentions(each.text, new Set([...own, ...old]))) {
      reasons.push(`\`${firstWords(each.text)}\` is about it, and is no part of its shape`)
    }
    if (!isAfter && !isOfIt && !standsAnywhere(each)) {
      reasons.push(`\`${firstWords(each.text)}\` stands between, and could not stay where it is`)
    }
    // From there on statements may need each other's order.
    if (isAfter && mentions(each.text, new Set([found.old.name, ...words]))) isOver = true
  }
  return {partitions, reasons, roles}
}

/** A comment is no command; what is hidden in a block, or is several commands, is nobody knows what. */
function standsAnywhere({operations, statement}: Plain): boolean {
  if (statement.commands.length === 0) return statement.problems.length === 0
  return (
    operations.length > 0 &&
    operations.every((each) => anywhere.test(each.kind) && !(each.kind === 'table.create' && each.asQuery))
  )
}

function isLockOfOld({operations}: Plain, {old}: Found): boolean {
  const [lock, ...more] = operations
  return lock?.kind === 'table.lock' && more.length === 0 && isSameName(lock.table, old)
}

/** Tables of the file that are made as partitions, or attached as such, at any depth. */
function partitionsOf(statements: readonly Plain[], {fresh, made, renamed}: Found): Name[] {
  const all: Name[] = []
  const isOurs = (name: Name): boolean => [fresh, ...all].some((each) => isSameName(each, name))
  for (const {operations} of statements.slice(made, renamed)) {
    for (const operation of operations) {
      if (operation.kind === 'table.create' && operation.partitionOf && isOurs(operation.partitionOf.parent)) {
        all.push(operation.table)
      }
      if (operation.kind === 'partition.attach' && isOurs(operation.table)) all.push(operation.partition)
    }
  }
  return all
}

interface Place {
  found: Found
  index: number
  partitions: readonly Name[]
  /** Columns that rows are copied into, where the statement names them. */
  listed: readonly string[]
  tableOfIndex: (index: Name) => Name | undefined
}

function roleOf({operations, text}: Plain, place: Place): Role | undefined {
  const {found, index} = place
  const [first] = operations
  if (first === undefined) return undefined
  if (index === found.filled) return operations.length === 1 ? 'fill' : undefined
  if (index === found.renamed) return 'end'
  if (index === found.gone) return operations.length === 1 ? 'needless' : undefined
  if (operations.every((operation) => isShape(operation, place))) return 'shape'
  return operations.every((operation) => isNeedless(operation, text, place)) ? 'needless' : undefined
}

/** Whether a name is the new table's, or that of one of its partitions. */
function isNewTable(name: Name | undefined, {found, index, partitions}: Place): boolean {
  const names = [index > found.renamed ? found.old : found.fresh, ...partitions]
  return name !== undefined && names.some((each) => isSameName(each, name))
}

/** Whether an index or a sequence has the name that the server gives to one of the new table. */
export function isNamedAfter(name: string, tables: readonly Name[]): boolean {
  return tables.some((table) => name.startsWith(`${table.name}_`))
}

function isShape(operation: Operation, place: Place): boolean {
  const {found, partitions, tableOfIndex} = place
  const tables = [found.fresh, ...partitions]
  switch (operation.kind) {
    case 'index.rename':
    case 'index.set-parameters':
    case 'index.set-statistics':
    case 'index.set-tablespace':
      return tableOfIndex(operation.index) === undefined && isNamedAfter(operation.index.name, tables)
    case 'sequence.create':
    case 'sequence.alter':
    case 'sequence.rename':
      return isNamedAfter(operation.sequence.name, [found.fresh])
    case 'privilege.grant':
    case 'privilege.revoke':
      return operation.objects.length > 0 && operation.objects.every((name) => isNewTable(name, place))
    default:
      return (
        shapes.has(operation.kind) &&
        'table' in operation &&
        isNewTable(operation.table, place) &&
        meansTheSameOfCopy(operation, place)
      )
  }
}

/** Whether it makes the same of a table whose rows come by a copy that it makes of the one in the migration. */
function meansTheSameOfCopy(operation: Operation, {found, index, listed}: Place): boolean {
  const {kind} = operation
  if (index < found.filled) {
    const isOfCopies = operation.kind !== 'trigger.create' || operation.events.includes('insert')
    return !(actsOnRows.has(kind) && isOfCopies)
  }
  // Columns that rows are copied into have their values; the others have what was the default then.
  if (operation.kind === 'column.set-default') return listed.includes(operation.column)
  return !beforeRows.has(kind)
}

function isNeedless(operation: Operation, text: string, place: Place): boolean {
  const {found, index, tableOfIndex} = place
  const old = index > found.gone ? found.kept : found.old
  const isOld = (name: Name | undefined): boolean => old !== undefined && isSameName(name, old)
  switch (operation.kind) {
    case 'index.rename':
      return isSameName(tableOfIndex(operation.index), found.old)
    case 'constraint.rename':
    case 'table.lock':
      return isOld(operation.table)
    case 'table.drop':
      return index > found.gone && isOld(operation.table)
    // A sequence of the old table follows its column by itself.
    case 'sequence.alter':
      return isNewTable(operation.ownedBy?.table, place)
    case 'rows.select': {
      const names = new Set([found.fresh.name, found.old.name])
      const sets = operation.calls.some((call) => call.function.name === 'setval')
      return sets && (mentions(text, names) || [...names].some((name) => text.includes(name)))
    }
    default:
      return upkeep.has(operation.kind) && 'table' in operation && isNewTable(operation.table, place)
  }
}

function firstWords(text: string): string {
  const words = text.replace(/\s+/g, ' ')
  return words.length > 60 ? `${words.slice(0, 57)}…` : words
}
