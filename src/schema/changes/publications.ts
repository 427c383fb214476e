/** Which tables the publications of PostgreSQL name. */
import type {Operation} from '../../operations/operation.js'
import {withDescendants} from '../descendants.js'
import type {ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'

type Kinds = 'object.create' | 'object.alter' | 'object.drop'

/** The tables, with their children by inheritance unless `ONLY` is written. Partitions go with what they are a part of. */
function tablesNamed(context: Context, names: Operation<'object.create'>['tables']): Table[] {
  return names.flatMap((name) => {
    const found = context.session.findTable(context.catalog, name)
    if (!found) return []
    return name.only === true
      ? [found]
      : withDescendants(context.catalog, found).filter((table) => table === found || table.partitionOf === undefined)
  })
}

function publish({catalog}: Context, table: ObjectName, publication: string, isPublished: boolean): void {
  const found = catalog.tables.get(keyOf(table))
  if (!found) return
  const others = (found.publications ?? []).filter((name) => name !== publication)
  const publications = isPublished ? [...others, publication] : others
  storeTable(catalog, {...found, publications: publications.length > 0 ? publications : undefined})
}

/** Those that a publication names; rare enough to look through all. */
const publishedBy = ({catalog}: Context, publication: string): Table[] =>
  [...catalog.tables.values()].filter(({publications}) => publications?.includes(publication) === true)

function alterPublication(context: Context, {action, name, tables, to}: Operation<'object.alter'>): void {
  if (action === 'rename' && to !== undefined) {
    for (const table of publishedBy(context, name)) {
      publish(context, table, name, false)
      publish(context, table, to, true)
    }
  }
  if (action === 'set') for (const table of publishedBy(context, name)) publish(context, table, name, false)
  if (action === 'options') return
  for (const table of tablesNamed(context, tables)) publish(context, table, name, action !== 'drop')
}

export const publicationChanges: Pick<Handlers, Kinds> = {
  'object.create': ({name, objectType, tables}, context) => {
    if (objectType !== 'publication') return
    for (const table of tablesNamed(context, tables)) publish(context, table, name, true)
  },
  'object.alter': (operation, context) => {
    if (operation.objectType === 'publication') alterPublication(context, operation)
  },
  'object.drop': ({name, objectType}, context) => {
    if (objectType !== 'publication') return
    for (const table of publishedBy(context, name)) publish(context, table, name, false)
  }
}
