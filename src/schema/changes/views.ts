/** Views and materialized views. */
import type {Name, QueryUses} from '../../operations/definitions.js'
import {keyOf, type ObjectName} from '../objects.js'
import {temporarySchema} from '../session.js'
import {storeTable} from '../store.js'
import {renameElsewhere, renameInTable} from './column-references.js'
import type {Context, Handlers} from './context.js'
import {editTable, emptyTable, nameNew, resolveTable} from './context.js'
import {dropTable} from './drop-table.js'
import {moveTable} from './move-table.js'
import {setParameters} from './tables.js'

type ViewKinds = Extract<keyof Handlers, `view.${string}`>

function move(context: Context, view: Name, to: {schema?: string; name?: string}): void {
  const found = context.session.findTable(context.catalog, view)
  if (found) moveTable(context, found, {schema: to.schema ?? found.schema, name: to.name ?? found.name})
}

/** `*` are the columns that there are now, whatever comes later. */
function withAllOfOne(uses: QueryUses, [read, ...others]: readonly ObjectName[], {catalog}: Context): QueryUses {
  const table = read && others.length === 0 ? catalog.tables.get(keyOf(read)) : undefined
  if (uses.allOfOne !== true || !table || table.incomplete === true) return uses
  return {...uses, ofRelations: [...(uses.ofRelations ?? []), ...table.columns.map(({name}) => name)]}
}

export const viewChanges: Pick<Handlers, ViewKinds> = {
  'view.create': (operation, context) => {
    const name =
      operation.temporary === true
        ? {schema: temporarySchema, name: operation.view.name}
        : nameNew(context, operation.view)
    const existing = context.catalog.tables.get(keyOf(name))
    if (existing && operation.ifNotExists === true) return
    // Views that read a replaced view stay.
    const kept = existing && operation.orReplace === true ? {triggers: existing.triggers} : {}
    if (existing && operation.orReplace !== true) dropTable(context, name)
    const reads = operation.reads.map((read) => ({...read, ...resolveTable(context, read)}))
    storeTable(context.catalog, {
      ...emptyTable(name, existing && operation.orReplace === true ? existing.createdBy : context.migration),
      ...kept,
      kind: operation.materialized ? 'materialized-view' : 'view',
      persistence: operation.temporary === true ? 'temporary' : 'permanent',
      ...(operation.options && {options: operation.options}),
      columns: operation.columns.map((column) => ({name: column, type: undefined, notNull: false})),
      reads,
      ...(operation.uses && {uses: withAllOfOne(operation.uses, reads, context)}),
      ...(operation.materialized && operation.withData === false && {unfilled: true}),
      incomplete: true
    })
  },
  'view.drop': ({view}, context) => dropTable(context, resolveTable(context, view)),
  'view.rename': ({to, view}, context) => move(context, view, {name: to}),
  'view.set-schema': ({schema, view}, context) => move(context, view, {schema}),
  'view.alter': ({ifExists, parameters, renamed, reset, view}, context) => {
    const found = renamed && context.session.findTable(context.catalog, view)
    if (found) {
      storeTable(context.catalog, renameInTable(context, found, renamed.column, renamed.to))
      renameElsewhere(context, found, renamed.column, renamed.to)
    }
    if (parameters) editTable(context, view, (before) => setParameters(before, parameters, reset), ifExists)
  },
  'view.refresh': ({view, withData}, context) => {
    editTable(context, view, (before) => ({...before, unfilled: !withData}))
  }
}
