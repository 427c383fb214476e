/** Extended statistics of PostgreSQL: objects with a name of their own, which hang on a table. */
import {keyOf} from '../objects.js'
import type {Handlers} from './context.js'
import {nameNew, resolveTable} from './context.js'

export const statisticsChanges: Pick<Handlers, 'statistics.create' | 'statistics.alter' | 'statistics.drop'> = {
  'statistics.create'({name, table}, context) {
    // One without a name gets one from the server, which nobody writes in a migration.
    if (name) context.catalog.statistics.set(keyOf(nameNew(context, name)), resolveTable(context, table))
  },
  // What it collects, and its name, tell nothing about the table.
  'statistics.alter': () => undefined,
  'statistics.drop'({name}, {catalog, session}) {
    catalog.statistics.delete(keyOf(session.resolve(name, (candidate) => catalog.statistics.has(keyOf(candidate)))))
  }
}
