/** Publications, and objects of which others are made: operators, collations, operator classes, … */
import type {Name} from '../../operations/definitions.js'
import type {NamedObject} from '../objects.js'
import {keyOf} from '../objects.js'
import {nameNew, type Context, type Handlers} from './context.js'
import {publicationChanges} from './publications.js'

/** Key of an object in the catalog. */
export const keyOfObject = (object: Pick<NamedObject, 'name' | 'objectType' | 'schema'>): string =>
  `${object.objectType}\0${keyOf(object)}`

/** As written: `schema.name`; of a cast `type as type`. */
function toName(written: string): Name {
  if (written.includes(' as ')) return {schema: '', name: written}
  const dot = written.lastIndexOf('.')
  return dot === -1 ? {name: written} : {schema: written.slice(0, dot), name: written.slice(dot + 1)}
}

function findObject({catalog, session}: Context, objectType: string, written: string): NamedObject | undefined {
  const name = session.resolve(toName(written), (candidate) =>
    catalog.objects.has(keyOfObject({...candidate, objectType}))
  )
  return catalog.objects.get(keyOfObject({...name, objectType}))
}

export const objectChanges: Pick<Handlers, `object.${'create' | 'alter' | 'drop'}`> = {
  'object.create': (operation, context) => {
    publicationChanges['object.create'](operation, context)
    const {family, name, objectType, uses} = operation
    if (!uses) return
    const object = {...nameNew(context, toName(name)), objectType, uses, ...(family !== undefined && {family})}
    const known = context.catalog.objects.get(keyOfObject(object))
    // Operators have overloads.
    const all = {...object, uses: [...(known?.uses ?? []), ...uses]}
    context.catalog.objects.set(keyOfObject(object), all)
  },
  'object.alter': (operation, context) => {
    publicationChanges['object.alter'](operation, context)
    const {name, objectType, to} = operation
    const found = to === undefined ? undefined : findObject(context, objectType, name)
    if (!found || to === undefined) return
    context.catalog.objects.delete(keyOfObject(found))
    context.catalog.objects.set(keyOfObject({...found, name: to}), {...found, name: to})
  },
  'object.drop': (operation, context) => {
    publicationChanges['object.drop'](operation, context)
    const found = findObject(context, operation.objectType, operation.name)
    // Of an operator with overloads another may stay.
    if (found && operation.objectType !== 'operator') context.catalog.objects.delete(keyOfObject(found))
  }
}
