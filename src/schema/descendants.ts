import {keyOf} from './catalog.js'
import type {Catalog, Table} from './catalog.js'

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
