/** Creating, dropping, renaming and altering tables as a whole. */
import {keyOf} from '../objects.js'
import type {ObjectName, Table} from '../objects.js'
import type {Name} from '../../operations/definitions.js'
import {completeCharset, convertCharset, inTable, isText} from '../mysql/charsets.js'
import {databaseCharset} from '../mysql/columns.js'
import {createMysqlTable} from '../mysql/create-table.js'
import {beginPartitionRows} from '../mysql/partition-rows.js'
import {createPostgresTable} from '../postgres/create-table.js'
import {inheritConstraints} from '../postgres/inheritance.js'
import {temporarySchema} from '../session.js'
import {storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {copiesNamesake} from './namesake.js'
import {editTable, findOrAssume, nameNew, resolveRelation, resolveTable} from './context.js'
import {dropTable} from './drop-table.js'
import {moveTable} from './move-table.js'
import {renameIndex} from './indexes.js'
import {renameSequence} from './sequences.js'
import {splitBy} from './distribution.js'

/** Storage parameters and options of views, which both clauses set. */
export function setParameters(table: Table, parameters: Record<string, string>, reset?: boolean): Table {
  const names = new Set(Object.keys(parameters))
  const kept = Object.entries(table.options).filter(([name]) => !names.has(name))
  return {...table, options: {...Object.fromEntries(kept), ...(reset === true ? {} : parameters)}}
}

function setOption(table: Table, option: string, value: string): Table {
  return {...table, options: {...table.options, [option]: value}}
}

/** After the whole table was written anew, no INSTANT change is left in it, nor what a FULLTEXT index left. */
export function rebuilt(table: Table): Table {
  const {droppedColumns: _dropped, hiddenFulltextColumn: _hidden, rowVersions: _versions, ...rest} = table
  const hasFulltext = table.indexes.some(({method}) => method === 'fulltext')
  return hasFulltext ? {...rest, hiddenFulltextColumn: true} : rest
}

type TableKinds =
  | 'table.create'
  | 'table.drop'
  | 'table.rename'
  | 'table.set-schema'
  | 'table.set-persistence'
  | 'table.set-tablespace'
  | 'table.set-parameters'
  | 'table.set-option'
  | 'table.set-engine'
  | 'table.set-row-format'
  | 'table.set-default-charset'
  | 'table.convert-charset'
  | 'table.force'
  | 'table.optimize'
  | 'table.add-system-versioning'
  | 'table.drop-system-versioning'
  | 'table.inherit'
  | 'table.no-inherit'
  | 'table.of'
  | 'table.cluster-on'
  | 'table.cluster'
  | 'table.truncate'

function clusterOn(context: Context, table: Table, index: string | undefined): Table {
  const indexes = table.indexes.map((each) => ({...each, clustered: each.name === index}))
  return context.dialect === 'postgres' ? {...table, indexes} : table
}

/**
 * In how many schemas `IF NOT EXISTS` may find the table, where nothing says with which one the runner connects. One of
 * them is taken for it; where there are several, the table may be new or any of these, and is not taken for new.
 */
function foundElsewhere(name: Name, {catalog, session}: Context): number {
  return session.elsewhere(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog).length
}

/** Whether a table is the other, or inherits from it. */
function isBelow(context: Context, table: ObjectName, other: ObjectName): boolean {
  if (keyOf(table) === keyOf(other)) return true
  return (context.catalog.children.get(keyOf(other)) ?? []).some((child) => isBelow(context, table, child))
}

export const tableChanges: Pick<Handlers, TableKinds> = {
  'table.create': (operation, context) => {
    const name = operation.temporary
      ? {schema: temporarySchema, name: operation.table.name}
      : nameNew(context, operation.table)
    const existing = context.catalog.tables.get(keyOf(name))
    if (existing && operation.ifNotExists === true) return
    const elsewhere =
      operation.ifNotExists === true && !operation.temporary ? foundElsewhere(operation.table, context) : 0
    if (elsewhere === 1) return
    // Believed to succeed: what had the name is gone, in a way that we did not see.
    if (existing) dropTable(context, name)
    const table =
      context.dialect === 'postgres' ? createPostgresTable(operation, context) : createMysqlTable(operation, context)
    if (elsewhere > 1) delete table.createdBy
    const distributedBy = splitBy(operation.options)
    const sources = [...operation.like.map(({source}) => source), ...(operation.asQuery?.reads ?? [])]
    if (copiesNamesake(operation.table, sources)) context.session.noteCopy(table)
    storeTable(context.catalog, distributedBy ? {...table, distributedBy} : table)
    beginPartitionRows(context, table)
  },

  'table.drop': ({table, temporary}, context) => {
    if (temporary === true && context.dialect !== 'postgres') {
      dropTable(context, {schema: temporarySchema, name: table.name})
    } else dropTable(context, resolveTable(context, table))
  },

  'table.rename': ({ifExists, table, to}, context) => {
    const existing = context.session.findTable(context.catalog, table)
    const relation = resolveRelation(context, table)
    if (!existing && context.catalog.indexes.has(keyOf(relation))) {
      renameIndex(context, relation, to.name)
      return
    }
    if (!existing && context.catalog.sequences.has(keyOf(relation))) {
      renameSequence(context, relation, to.name)
      return
    }
    const found = findOrAssume(context, table, ifExists)
    // MySQL may name another database, PostgreSQL has only the name.
    if (found) moveTable(context, found, {schema: to.schema ?? targetSchema(context, found), name: to.name})
  },

  'table.set-schema': ({ifExists, schema, table}, context) => {
    const found = findOrAssume(context, table, ifExists)
    if (found) moveTable(context, found, {schema, name: found.name})
  },

  'table.set-persistence': ({persistence, table}, context) => {
    editTable(context, table, (before) => ({
      ...before,
      persistence: persistence === 'unlogged' ? 'unlogged' : 'permanent'
    }))
  },

  'table.set-tablespace': ({table, tablespace}, context) => {
    editTable(context, table, (before) => ({...before, tablespace}))
  },

  'table.set-parameters': ({parameters, reset, table}, context) => {
    editTable(context, table, (before) => setParameters(before, parameters, reset))
  },

  'table.set-option': ({option, table, value}, context) => {
    editTable(context, table, (before) => setOption(before, option, value))
  },

  'table.set-engine': ({engine, table}, context) => {
    editTable(context, table, (before) => rebuilt(setOption(before, 'engine', engine)))
  },

  'table.set-row-format': ({option, table, value}, context) => {
    editTable(context, table, (before) => rebuilt(setOption(before, option, value)))
  },

  'table.set-default-charset': ({charset, collation, table}, context) => {
    editTable(context, table, (before) => {
      const inherited = databaseCharset(context, before.schema)
      const own = completeCharset(context.session.server, charset, collation, inherited) ?? inherited
      return {...before, options: inTable(before.options, own)}
    })
  },

  'table.convert-charset': ({charset, collation, table}, context) => {
    editTable(context, table, (before) => {
      const inherited = databaseCharset(context, before.schema)
      const own = completeCharset(context.session.server, charset, collation, inherited) ?? inherited
      const columns = before.columns.map((column) =>
        column.type && isText(column.type)
          ? {...column, type: convertCharset(column.type, own), collation: own.collation}
          : column
      )
      return {...before, options: inTable(before.options, own), columns}
    })
  },

  'table.force': ({table}, context) => {
    editTable(context, table, rebuilt)
  },

  'table.optimize': ({table}, context) => {
    const found = context.session.findTable(context.catalog, table)
    if (found) storeTable(context.catalog, rebuilt(found))
  },

  'table.add-system-versioning': ({table}, context) => {
    editTable(context, table, (before) => ({...before, systemVersioned: true}))
  },

  'table.drop-system-versioning': ({table}, context) => {
    editTable(context, table, ({systemVersioned: _versioned, ...before}) => before)
  },

  'table.inherit': ({parent, table}, context) => {
    const from = context.session.findTable(context.catalog, parent)
    // The server refuses a circle.
    if (from && isBelow(context, from, resolveTable(context, table))) return
    editTable(context, table, (before) => {
      const inherits = [...before.inherits, resolveTable(context, parent)]
      if (!from) return {...before, inherits}
      const names = new Set(from.constraints.map(({name}) => name))
      const constraints = before.constraints.map((each) => (names.has(each.name) ? {...each, inherited: false} : each))
      return inheritConstraints(from, {...before, inherits, constraints})
    })
  },

  'table.no-inherit': ({parent, table}, context) => {
    const from = resolveTable(context, parent)
    editTable(context, table, (before) => ({
      ...before,
      inherits: before.inherits.filter(({name, schema}) => name !== from.name || schema !== from.schema)
    }))
  },

  'table.of': ({table, type}, context) => {
    const ofType = context.session.resolve(type, (name) => context.catalog.types.has(keyOf(name)))
    editTable(context, table, (before) => ({...before, ofType}))
  },

  'table.cluster-on': ({index, table}, context) => {
    editTable(context, table, (before) => clusterOn(context, before, index))
  },

  'table.cluster': ({index, table}, context) => {
    if (table && index !== undefined) editTable(context, table, (before) => clusterOn(context, before, index))
  },

  'table.truncate': ({table}, context) => {
    const found = context.session.findTable(context.catalog, table)
    if (found?.rowVersions !== undefined || found?.rows !== undefined) {
      storeTable(context.catalog, {...rebuilt(found), ...(found.rows !== undefined && {rows: 0, bytes: 0})})
    }
  }
}

function targetSchema({dialect, session}: Context, table: Table): string {
  // MySQL: an unqualified new name is in the current database, also when the old one is elsewhere.
  if (dialect === 'postgres' || table.persistence === 'temporary') return table.schema
  return session.get('database') ?? table.schema
}
