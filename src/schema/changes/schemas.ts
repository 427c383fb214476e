/** Schemas of PostgreSQL, databases of MySQL, and extensions. */
import type {JournaledMap} from '../journaled-map.js'
import type {ObjectName} from '../objects.js'
import {keyOf} from '../objects.js'
import {completeCharset} from '../mysql/charsets.js'
import {removeRoutines, removeSequence, storeRoutines, storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {dropTable} from './drop-table.js'
import {keyOfObject} from './objects.js'
import {moveTable} from './move-table.js'

type SchemaKinds = Extract<keyof Handlers, `schema.${string}` | `extension.${string}`>

/** Objects of a schema; rare enough to look through all. */
function objectsIn<Value extends ObjectName>(map: JournaledMap<Value>, schema: string): Value[] {
  return [...map.values()].filter((each) => each.schema === schema)
}

function dropSchema(context: Context, schema: string): void {
  const {catalog} = context
  for (const table of objectsIn(catalog.tables, schema)) dropTable(context, table)
  for (const sequence of objectsIn(catalog.sequences, schema)) removeSequence(catalog, sequence)
  for (const type of objectsIn(catalog.types, schema)) catalog.types.delete(keyOf(type))
  for (const [routine] of [...catalog.routines.values()]) {
    if (routine?.schema === schema) removeRoutines(catalog, routine)
  }
  for (const [key, object] of [...catalog.objects.entries()]) if (object.schema === schema) catalog.objects.delete(key)
  catalog.schemas.delete(schema)
}

function renameSchema(context: Context, schema: string, to: string): void {
  const {catalog} = context
  for (const table of objectsIn(catalog.tables, schema)) {
    const current = catalog.tables.get(keyOf(table))
    if (current) moveTable(context, current, {schema: to, name: table.name})
  }
  for (const table of [...catalog.tables.values()]) {
    if (!table.columns.some(({type}) => type?.schema === schema)) continue
    const columns = table.columns.map((column) =>
      column.type?.schema === schema ? {...column, type: {...column.type, schema: to}} : column
    )
    storeTable(catalog, {...table, columns})
  }
  for (const sequence of objectsIn(catalog.sequences, schema)) {
    removeSequence(catalog, sequence)
    catalog.sequences.set(keyOf({schema: to, name: sequence.name}), {...sequence, schema: to})
  }
  for (const type of objectsIn(catalog.types, schema)) {
    catalog.types.delete(keyOf(type))
    catalog.types.set(keyOf({schema: to, name: type.name}), {...type, schema: to})
  }
  for (const overloads of [...catalog.routines.values()]) {
    const [first] = overloads
    if (first?.schema !== schema) continue
    removeRoutines(catalog, first)
    storeRoutines(
      catalog,
      {schema: to, name: first.name},
      overloads.map((routine) => ({...routine, schema: to}))
    )
  }
  for (const object of objectsIn(catalog.objects, schema)) {
    catalog.objects.delete(keyOfObject(object))
    catalog.objects.set(keyOfObject({...object, schema: to}), {...object, schema: to})
  }
  const before = catalog.schemas.get(schema)
  catalog.schemas.delete(schema)
  catalog.schemas.set(to, {...before, name: to})
}

export const schemaChanges: Pick<Handlers, SchemaKinds> = {
  'schema.create': (operation, context) => {
    const {schema} = operation
    if (context.catalog.schemas.has(schema)) return
    const {charset, collation} = operation
    const own = completeCharset(context.session.server, charset, collation)
    context.catalog.schemas.set(schema, {name: schema, ...own})
  },
  'schema.drop': ({database, schema}, context) => {
    // Another database of PostgreSQL is none of this catalog's.
    if (context.dialect !== 'postgres' || database !== true) dropSchema(context, schema)
  },
  'schema.rename': ({schema, to}, context) => renameSchema(context, schema, to),
  'extension.create': ({extension, schema}, context) => {
    if (context.catalog.extensions.has(extension)) return
    context.catalog.extensions.set(extension, {
      schema: schema ?? context.session.creationSchema(),
      name: extension
    })
  },
  'extension.alter': () => undefined,
  'extension.drop': ({extension}, context) => context.catalog.extensions.delete(extension)
}
