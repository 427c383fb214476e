import type {Catalog} from './catalog.js'
import {keyOf} from './objects.js'
import type {Table} from './objects.js'

/** A table and everything below it by inheritance or partitioning, parents first. */
export function withDescendants(catalog: Catalog, table: Table): Table[] {
  const found = new Map([[keyOf(table), table]])
  for (const parent of found.values()) {
    for (const name of catalog.children.get(keyOf(parent)) ?? []) {
      const child = catalog.tables.get(keyOf(name))
      if (child && !found.has(keyOf(child))) found.set(keyOf(child), child)
    }
  }
  return [...found.values()]
}
