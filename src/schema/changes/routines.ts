/** Functions, procedures, triggers. */
import type {DataType, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {sameName} from '../lookup.js'
import type {ObjectName, Routine, Table, Trigger} from '../objects.js'
import {keyOf} from '../objects.js'
import {removeRoutines, storeRoutines, storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {editTable, editTree, nameNew} from './context.js'

type RoutineKinds = Extract<keyof Handlers, `function.${string}` | `trigger.${string}`>

function resolveRoutine({catalog, session}: Context, name: Name): ObjectName {
  return session.resolve(name, (candidate) => catalog.routines.has(keyOf(candidate)))
}

function signature(types: readonly DataType[]): string {
  return types.map(({arrayDimensions, name, schema}) => `${schema ?? ''}.${name}${'[]'.repeat(arrayDimensions)}`).join()
}

function createFunction(operation: Operation<'function.create'>, context: Context): void {
  const {arguments: types, body, bodyTree, language, procedure, returns, volatility} = operation
  const name = nameNew(context, operation.function)
  const opaque = operation.securityDefiner === true || operation.settings === true || operation.returnsSet === true
  const routine: Routine = {
    ...name,
    procedure,
    volatility: volatility ?? 'volatile',
    arguments: types,
    ...(operation.argumentDefaults && {argumentDefaults: operation.argumentDefaults}),
    ...(language !== undefined && {language}),
    ...(returns && {returns}),
    ...(body !== undefined && {body}),
    ...(bodyTree !== undefined && {bodyTree}),
    ...(operation.runs && {runs: operation.runs}),
    ...(operation.strict === true && {strict: true}),
    ...(opaque && {opaque})
  }
  const overloads = context.catalog.routines.get(keyOf(name)) ?? []
  const others = overloads.filter((each) => signature(each.arguments) !== signature(types))
  storeRoutines(context.catalog, name, context.dialect === 'postgres' ? [...others, routine] : [routine])
}

/** Triggers call a function by itself, whatever its name is. */
function moveFunction({catalog}: Context, name: ObjectName, target: ObjectName): void {
  const overloads = catalog.routines.get(keyOf(name))
  if (!overloads) return
  removeRoutines(catalog, name)
  storeRoutines(catalog, target, [
    ...(catalog.routines.get(keyOf(target)) ?? []),
    ...overloads.map((routine) => ({
      ...routine,
      ...target,
      ...(target.name !== name.name && {formerNames: [...(routine.formerNames ?? []), name.name]})
    }))
  ])
  for (const user of catalog.triggerUsers.get(keyOf(name)) ?? []) {
    const table = catalog.tables.get(keyOf(user))
    if (!table) continue
    const triggers = table.triggers.map((trigger) =>
      trigger.function?.name === name.name && trigger.function.schema === name.schema
        ? {...trigger, function: target}
        : trigger
    )
    storeTable(catalog, {...table, triggers})
  }
}

/** The statement's argument types are not known here; of several overloads all may be the one meant. */
function alterFunction(operation: Operation<'function.alter'>, context: Context): void {
  const name = resolveRoutine(context, operation.function)
  const {schema, to, volatility} = operation
  if (to !== undefined || schema !== undefined) {
    const several = (context.catalog.routines.get(keyOf(name))?.length ?? 0) > 1
    if (several) context.catalog.unfollowed.set(keyOf(name), true)
    moveFunction(context, name, {schema: schema ?? name.schema, name: to ?? name.name})
    return
  }
  const overloads = context.catalog.routines.get(keyOf(name))
  if (!overloads || volatility === undefined) return
  if (overloads.length > 1 && volatility !== 'volatile') return
  storeRoutines(
    context.catalog,
    name,
    overloads.map((routine) => ({...routine, volatility}))
  )
}

/** Triggers that call a dropped function go with it. */
function dropFunction(context: Context, {function: written}: Operation<'function.drop'>): void {
  const name = resolveRoutine(context, written)
  const overloads = context.catalog.routines.get(keyOf(name))
  if (!overloads) return
  if (overloads.length > 1) {
    context.catalog.unfollowed.set(keyOf(name), true)
    return
  }
  removeRoutines(context.catalog, name)
  for (const user of context.catalog.triggerUsers.get(keyOf(name)) ?? []) {
    const table = context.catalog.tables.get(keyOf(user))
    if (!table) continue
    const triggers = table.triggers.filter(
      (trigger) => trigger.function?.name !== name.name || trigger.function.schema !== name.schema
    )
    storeTable(context.catalog, {...table, triggers})
  }
}

function addTrigger(table: Table, trigger: Trigger): Table {
  return {...table, triggers: [...table.triggers.filter(({name}) => name !== trigger.name), trigger]}
}

function withoutTrigger(context: Context, table: Table, name: string): Table {
  return {...table, triggers: table.triggers.filter((trigger) => !sameName(context.dialect, trigger.name, name))}
}

/** MySQL's trigger is found by its name in the database; only tables that have triggers can have it. */
function dropTriggerAnywhere(context: Context, name: string, schema: string): void {
  for (const table of context.catalog.tables.values()) {
    if (table.schema !== schema || !table.triggers.some((trigger) => trigger.name === name)) continue
    storeTable(context.catalog, withoutTrigger(context, table, name))
    return
  }
}

export const routineChanges: Pick<Handlers, RoutineKinds> = {
  'function.create': createFunction,
  'function.alter': alterFunction,
  'function.drop': (operation, context) => dropFunction(context, operation),
  'trigger.create': (operation, context) => {
    const {body, columns, events, function: called, name, row, table, timing, transitions, when, whenCalls} = operation
    const trigger: Trigger = {
      name,
      timing,
      events,
      row,
      enabled: true,
      ...(columns && {columns}),
      ...(body && {body}),
      ...(transitions && {transitions}),
      ...(when === true && {when}),
      ...(whenCalls && {whenCalls}),
      ...(called && {function: resolveRoutine(context, called)})
    }
    // A row trigger of a partitioned table is made on its partitions too.
    editTree(context, table, (before, isRoot) =>
      isRoot || (row && before.partitionOf) ? addTrigger(before, trigger) : before
    )
  },
  'trigger.drop': ({ifExists, name, schema, table}, context) => {
    if (!table) {
      dropTriggerAnywhere(context, name, schema ?? context.session.creationSchema())
      return
    }
    editTree(
      context,
      table,
      (before, isRoot) => (isRoot || before.partitionOf ? withoutTrigger(context, before, name) : before),
      {ifExists}
    )
  },
  'trigger.rename': ({name, table, to}, context) => {
    editTree(context, table, (before) => ({
      ...before,
      triggers: before.triggers.map((trigger) => (trigger.name === name ? {...trigger, name: to} : trigger))
    }))
  },
  'trigger.enable': ({action, name, table}, context) => {
    editTable(context, table, (before) => ({
      ...before,
      triggers: before.triggers.map((trigger) =>
        name === 'all' || name === 'user' || trigger.name === name
          ? {...trigger, enabled: action !== 'disable'}
          : trigger
      )
    }))
  }
}
