/** Adding, dropping, renaming and altering columns. */
import type {ColumnDefinition, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {findColumn, sameName} from '../lookup.js'
import {inlineConstraints as mysqlConstraints, makeColumn as makeMysqlColumn, placeColumn} from '../mysql/columns.js'
import {addConstraint as addMysqlConstraint} from '../mysql/keys.js'
import {noteChange} from '../mysql/partition-rows.js'
import {shortenPrefixes} from '../mysql/prefixes.js'
import {removeSequence, storeTable} from '../store.js'
import type {Column, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {inlineConstraints, keptDefault, makeColumn, makeOwnedSequence} from '../postgres/columns.js'
import {addConstraints, addNotNull} from '../postgres/constraints.js'
import {partitionForeignKey} from '../postgres/inheritance.js'
import {partitionIndexes} from '../postgres/indexes.js'
import {dropColumnElsewhere, dropMysqlColumn, dropPostgresColumn} from './drop-column.js'
import {renameElsewhere, renameInTable} from './column-references.js'
import {withDescendants} from '../descendants.js'
import type {Context, Handlers} from './context.js'
import {editColumn, editTable, editTree, findOrAssume, resolveType} from './context.js'

type ColumnKinds = Extract<keyof Handlers, `column.${string}`>

/** Change one column of a table and of its descendants. */
function alter(context: Context, table: Name, column: string, edit: (column: Column) => Column): void {
  editTree(context, table, (before) => editColumn(context, before, column, edit))
}

function addMysqlColumn(context: Context, table: Table, {column, position}: Operation<'column.add'>): Table {
  const columns = placeColumn(context, table.columns, makeMysqlColumn(context, table, column), position)
  return addMysqlConstraints(context, {...table, columns}, column)
}

function addMysqlConstraints(context: Context, table: Table, definition: ColumnDefinition): Table {
  return mysqlConstraints(context, definition).reduce(
    (result, constraint) => addMysqlConstraint(context, result, constraint, definition.name),
    table
  )
}

/** On a parent the column, its checks and the parts of its keys come to all children. */
function addPostgresColumn(context: Context, operation: Operation<'column.add'>): void {
  const {column: definition, ifNotExists, only, table} = operation
  const root = findOrAssume(context, table)
  if (!root || (ifNotExists === true && findColumn('postgres', root, definition.name))) return
  const column = makeColumn(context, root, definition)
  const bare = {...root, columns: [...withoutColumn(root, column.name), column]}
  const changed = addConstraints(context, bare, inlineConstraints(definition))
  storeTable(context.catalog, changed)
  const children = only === true ? [] : withDescendants(context.catalog, changed).slice(1)
  if (children.length === 0) return
  const had = new Set(root.constraints)
  const added = changed.constraints.filter((constraint) => !had.has(constraint))
  for (const child of children) {
    const notNull = changed.columns.at(-1)?.notNull ?? false
    const own = findColumn('postgres', child, column.name)
    const columns = own ? child.columns : [...child.columns, {...column, notNull, inherited: true}]
    const passedOn = added
      .filter(({noInherit, type}) => (type === 'check' || type === 'not-null') && noInherit !== true)
      .map((constraint) => ({...constraint, inherited: true}))
    let result: Table = {...child, columns, constraints: [...child.constraints, ...passedOn]}
    const parent = child.partitionOf && context.catalog.tables.get(keyOf(child.partitionOf.parent))
    if (parent) {
      for (const key of parent.constraints.filter((each) => each.type === 'foreign-key' && !had.has(each))) {
        if (key.columns.includes(column.name)) result = partitionForeignKey(context, key, result)
      }
      result = partitionIndexes(context, parent, result)
    }
    storeTable(context.catalog, result)
  }
}

function withoutColumn(table: Table, name: string): readonly Column[] {
  const existing = findColumn('postgres', table, name)
  return existing ? table.columns.filter((column) => column !== existing) : table.columns
}

function dropColumn(context: Context, {column, only, table}: Operation<'column.drop'>): void {
  // `IF EXISTS` is said of the column.
  const root = findOrAssume(context, table)
  if (!root) return
  if (context.dialect !== 'postgres') {
    storeTable(context.catalog, dropMysqlColumn(context, root, column, isAddedAgain(context, column)))
    return
  }
  for (const each of only === true ? [root] : withDescendants(context.catalog, root)) {
    // A child keeps a column that it declares itself.
    if (each !== root && !each.partitionOf && findColumn('postgres', each, column)?.inherited !== true) continue
    dropColumnElsewhere(context, each, column)
    storeTable(context.catalog, dropPostgresColumn(context, context.catalog.tables.get(keyOf(each)) ?? each, column))
  }
}

/** The statement adds a column of this name. */
function isAddedAgain({dialect, siblings = []}: Context, column: string): boolean {
  return siblings.some((each) => each.kind === 'column.add' && sameName(dialect, each.column.name, column))
}

function renameColumn(context: Context, {column, table, to}: Operation<'column.rename'>): void {
  const root = findOrAssume(context, table)
  if (!root) return
  for (const each of withDescendants(context.catalog, root)) {
    storeTable(context.catalog, renameInTable(context, each, column, to))
    renameElsewhere(context, each, column, to)
  }
}

/** `MODIFY` and `CHANGE`: what the definition does not say is gone, keys stay. */
function modifyColumn(context: Context, operation: Operation<'column.modify'>): void {
  const {column, definition, ifExists, position, table} = operation
  const found = findOrAssume(context, table)
  if (!found) return
  const existing = findColumn(context.dialect, found, column)
  if (!existing && ifExists === true) return
  noteChange(context, found, column)
  const renamed = definition.name === column ? found : renameInTable(context, found, column, definition.name)
  if (renamed !== found) {
    storeTable(context.catalog, renamed)
    renameElsewhere(context, found, column, definition.name)
  }
  const current = context.catalog.tables.get(keyOf(found)) ?? renamed
  const isKey = current.constraints.some(
    ({columns, type}) =>
      type === 'primary-key' && columns.some((name) => sameName(context.dialect, name, definition.name))
  )
  const made = makeMysqlColumn(context, current, definition)
  const after = isKey ? {...made, notNull: true} : made
  const others = current.columns.filter(({name}) => !sameName(context.dialect, name, definition.name))
  const columns =
    position !== undefined || !existing
      ? placeColumn(context, others, after, position)
      : current.columns.map((each) => (sameName(context.dialect, each.name, definition.name) ? after : each))
  const constraints = current.constraints.filter(
    ({ofColumn}) => ofColumn === undefined || !sameName(context.dialect, ofColumn, definition.name)
  )
  const changed = shortenPrefixes(context, {...current, columns, constraints})
  storeTable(context.catalog, addMysqlConstraints(context, changed, definition))
}

function dropNotNull(context: Context, table: Table, column: string): Table {
  const constraints = table.constraints.filter(({columns, type}) => type !== 'not-null' || columns[0] !== column)
  return {...editColumn(context, table, column, (before) => ({...before, notNull: false})), constraints}
}

function setIdentity(context: Context, table: Name, column: string, identity: 'always' | 'by-default'): void {
  editTable(context, table, (before) => editColumn(context, before, column, (each) => ({...each, identity})))
}

export const columnChanges: Pick<Handlers, ColumnKinds> = {
  'column.add': (operation, context) => {
    if (context.dialect === 'postgres') {
      addPostgresColumn(context, operation)
      return
    }
    editTable(context, operation.table, (table) => {
      const existing = findColumn(context.dialect, table, operation.column.name)
      if (existing && operation.ifNotExists === true) return table
      const columns = table.columns.filter((column) => column !== existing)
      return addMysqlColumn(context, {...table, columns}, operation)
    })
  },
  'column.drop': (operation, context) => dropColumn(context, operation),
  'column.rename': (operation, context) => renameColumn(context, operation),
  'column.modify': (operation, context) => modifyColumn(context, operation),
  'column.set-type': ({collation, column, table, type}, context) => {
    alter(context, table, column, (before) => ({...before, type: resolveType(context, type), collation}))
  },
  'column.set-default': ({column, table, default: value}, context) => {
    alter(context, table, column, (before) => ({
      ...before,
      default: context.dialect === 'postgres' ? keptDefault(context, value, before.type) : value
    }))
  },
  'column.drop-default': ({column, table}, context) => {
    alter(context, table, column, ({default: _default, ...before}) => before)
  },
  'column.set-not-null': ({column, table}, context) => {
    editTree(context, table, (before) =>
      context.dialect === 'postgres'
        ? addNotNull(context, before, column)
        : editColumn(context, before, column, (each) => ({...each, notNull: true}))
    )
  },
  'column.drop-not-null': ({column, table}, context) => {
    editTree(context, table, (before) => dropNotNull(context, before, column))
  },
  'column.set-statistics': ({table}, context) => editTable(context, table, (before) => before),
  'column.set-storage': ({column, storage, table}, context) => {
    alter(context, table, column, (before) => ({...before, storage}))
  },
  'column.set-compression': ({column, compression, table}, context) => {
    alter(context, table, column, (before) => ({...before, compression}))
  },
  'column.set-parameters': ({table}, context) => editTable(context, table, (before) => before),
  'column.add-identity': ({column, identity, table}, context) => {
    const found = findOrAssume(context, table)
    if (found) makeOwnedSequence(context, found, column)
    setIdentity(context, table, column, identity)
  },
  'column.set-identity': ({column, identity, table}, context) => {
    if (identity !== undefined) setIdentity(context, table, column, identity)
  },
  'column.drop-identity': ({column, table}, context) => {
    const found = findOrAssume(context, table)
    if (!found) return
    for (const name of context.catalog.ownedSequences.get(keyOf(found)) ?? []) {
      if (context.catalog.sequences.get(keyOf(name))?.ownedBy?.column === column) removeSequence(context.catalog, name)
    }
    editTable(context, table, (before) => editColumn(context, before, column, ({identity: _identity, ...each}) => each))
  },
  'column.set-expression': ({column, expression, table}, context) => {
    alter(context, table, column, (before) => ({
      ...before,
      generated: {expression, storage: before.generated?.storage ?? 'stored'}
    }))
  },
  'column.drop-expression': ({column, table}, context) => {
    alter(context, table, column, ({generated: _generated, ...before}) => before)
  },
  'column.set-visibility': ({column, invisible, table}, context) => {
    alter(context, table, column, (before) => ({...before, invisible}))
  }
}
