/** Adding, dropping, validating and altering constraints. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {findConstraint, findIndex, sameName} from '../lookup.js'
import type {Constraint, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {addConstraint as addMysqlConstraint} from '../mysql/keys.js'
import {addConstraint} from '../postgres/constraints.js'
import {inheritConstraints, partitionForeignKey} from '../postgres/inheritance.js'
import {recurseIndex} from '../postgres/indexes.js'
import {indexOfKey} from '../postgres/referenced-index.js'
import {differenceOf} from '../difference.js'
import {withDescendants} from '../descendants.js'
import {storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {editColumn, editTable, findOrAssume} from './context.js'
import {dropIndexOf, renameIndexOf} from './indexes.js'
import {dropReferences, withoutConstraints} from './drop-table.js'

type ConstraintKinds = Extract<keyof Handlers, `constraint.${string}`>

function addPostgres(context: Context, {constraint, only, table}: Operation<'constraint.add'>): void {
  const root = findOrAssume(context, table)
  if (!root) return
  const current = constraint.name === undefined ? root : withoutNamed(context, root, constraint.name)
  const changed = addConstraint(context, current, constraint)
  storeTable(context.catalog, changed)
  if (only === true) return
  const {come, gone} = differenceOf(current.constraints, changed.constraints)
  const had = new Set(gone)
  for (const each of come) if (!had.has(each)) passOn(context, changed, each)
}

/** Believed to succeed: one of the same name is gone. `NOT NULL` of PostgreSQL 18 is merged instead. */
function withoutNamed(context: Context, table: Table, name: string): Table {
  const existing = findConstraint(context.dialect, table, name)
  return existing && existing.type !== 'not-null' ? withoutConstraints(table, (each) => each === existing) : table
}

/** Give the children of a table its new constraint. */
function passOn(context: Context, table: Table, constraint: Constraint): void {
  if (constraint.indexName !== undefined) {
    const index = findIndex('postgres', table, constraint.indexName)
    if (index && table.partitionBy) recurseIndex(context, table, index)
    return
  }
  for (const name of context.catalog.children.get(keyOf(table)) ?? []) {
    const child = context.catalog.tables.get(keyOf(name))
    if (!child) continue
    let changed: Table | undefined
    if (constraint.type !== 'foreign-key') changed = inheritConstraints(withOnly(table, constraint), child)
    else if (child.partitionOf) changed = partitionForeignKey(context, constraint, child)
    if (!changed) continue
    if (constraint.type === 'not-null' && constraint.valid) {
      changed = editColumn(context, changed, constraint.columns[0] ?? '', (each) => ({...each, notNull: true}))
    }
    storeTable(context.catalog, changed)
    passOn(context, changed, constraint)
  }
}

function withOnly(table: Table, constraint: Constraint): Table {
  return {...table, constraints: [constraint]}
}

function dropPostgres(context: Context, {name, only}: Operation<'constraint.drop'>, found: Table): void {
  if (name === undefined) return
  const constraint = findConstraint('postgres', found, name)
  if (!constraint) return
  const index = indexOfKey(found, name)
  if (index !== undefined) dropReferences(context, found, index)
  const current = context.catalog.tables.get(keyOf(found)) ?? found
  if (constraint.indexName !== undefined) {
    storeTable(context.catalog, dropIndexOf(context, current, constraint.indexName))
    return
  }
  const tables = only === true ? [current] : withDescendants(context.catalog, current)
  for (const each of tables) {
    const isRoot = each === current
    storeTable(context.catalog, dropNamed(context, each, constraint, isRoot))
  }
}

function dropNamed(context: Context, table: Table, constraint: Constraint, isRoot: boolean): Table {
  const own = table.constraints.find((each) =>
    constraint.type === 'not-null'
      ? each.type === 'not-null' && each.columns[0] === constraint.columns[0]
      : each.name === constraint.name
  )
  if (!own || (!isRoot && own.inherited !== true)) return table
  const reduced = withoutConstraints(table, (each) => each === own)
  return own.type === 'not-null'
    ? editColumn(context, reduced, own.columns[0] ?? '', (column) => ({...column, notNull: false}))
    : reduced
}

function dropMysql(context: Context, {name, type}: Operation<'constraint.drop'>, table: Table): Table {
  if (type === 'primary-key') return dropIndexOf(context, table, 'PRIMARY')
  const constraint = table.constraints.find(
    (each) =>
      name !== undefined && sameName(context.dialect, each.name, name) && (type === undefined || each.type === type)
  )
  if (!constraint) return table
  return constraint.indexName === undefined
    ? {...table, constraints: table.constraints.filter((each) => each !== constraint)}
    : dropIndexOf(context, table, constraint.indexName)
}

/** Change the constraints of a name in a table and its descendants. */
function alter(context: Context, table: Name, name: string, edit: (constraint: Constraint) => Constraint): void {
  const root = findOrAssume(context, table)
  if (!root) return
  for (const each of withDescendants(context.catalog, root)) {
    const constraints = each.constraints.map((constraint) =>
      sameName(context.dialect, constraint.name, name) && (each === root || constraint.inherited === true)
        ? edit(constraint)
        : constraint
    )
    const found = constraints.find((constraint) => sameName(context.dialect, constraint.name, name))
    const changed = {...each, constraints}
    storeTable(
      context.catalog,
      found?.type === 'not-null' && found.valid
        ? editColumn(context, changed, found.columns[0] ?? '', (column) => ({...column, notNull: true}))
        : changed
    )
  }
}

export const constraintChanges: Pick<Handlers, ConstraintKinds> = {
  'constraint.add': (operation, context) => {
    if (context.dialect === 'postgres') {
      addPostgres(context, operation)
      return
    }
    const {constraint, ifNotExists, table} = operation
    editTable(context, table, (before) => {
      const exists = constraint.name !== undefined && findConstraint(context.dialect, before, constraint.name)
      return exists && ifNotExists === true ? before : addMysqlConstraint(context, before, constraint)
    })
  },
  'constraint.drop': (operation, context) => {
    const table = findOrAssume(context, operation.table)
    if (!table) return
    if (context.dialect !== 'postgres') {
      storeTable(context.catalog, dropMysql(context, operation, table))
      return
    }
    if (!context.catalog.tables.has(keyOf(table))) storeTable(context.catalog, table)
    dropPostgres(context, operation, table)
  },
  'constraint.validate': ({name, table}, context) => {
    alter(context, table, name, (constraint) => ({...constraint, valid: constraint.enforced}))
  },
  'constraint.rename': ({name, table, to}, context) => {
    const root = findOrAssume(context, table)
    if (!root) return
    const constraint = findConstraint(context.dialect, root, name)
    if (constraint?.indexName !== undefined) {
      storeTable(context.catalog, renameIndexOf(context, root, constraint.indexName, to))
      return
    }
    alter(context, table, name, (before) => ({...before, name: to}))
  },
  'constraint.alter': ({deferrable, enforced, initiallyDeferred, name, noInherit, table}, context) => {
    alter(context, table, name, (constraint) => ({
      ...constraint,
      ...(deferrable !== undefined && {deferrable: deferrable || undefined}),
      ...(initiallyDeferred !== undefined && {initiallyDeferred: initiallyDeferred || undefined}),
      ...(noInherit !== undefined && {noInherit: noInherit || undefined}),
      // Enforcing it again reads the rows.
      ...(enforced !== undefined && {enforced, valid: enforced})
    }))
  }
}
