/** What a query reads, and what is built upon a relation. */
import type {Read} from '../../../operations/definitions.js'
import {keyOf} from '../../../schema/objects.js'
import {targetAt, targetOf, type Scene, type Target} from '../look.js'
import {treeOf, unique} from './hierarchy.js'

/** Relations that a query locks when it runs: views, what is below them, and all descendants, if it `goesDown`. */
export function readThrough(names: readonly Read[], scene: Scene, goesDown = true): Target[] {
  const found = new Map<string, Target>()
  const visit = (target: Target, only: boolean, locked: boolean): void => {
    for (const one of goesDown && !only ? treeOf(target, scene) : [target]) {
      const had = found.get(keyOf(one.name))
      if (had && (had.locked === true || !locked)) continue
      found.set(keyOf(one.name), locked ? {...one, locked} : one)
      if (one.table?.kind !== 'view') continue
      for (const read of one.table.reads ?? []) {
        visit(targetAt(scene, read), read.only === true, locked || read.locked === true)
      }
    }
  }
  for (const name of names) {
    const target = targetOf(scene, name)
    if (!isOfServer(target)) visit(target, name.only === true, name.locked === true)
  }
  return [...found.values()].filter((target) => !isOfServer(target))
}

/** The server's own catalogs, which are found without a schema; nobody else's names begin so. */
const isOfServer = ({name: {name, schema}, table}: Target): boolean =>
  schema === 'pg_catalog' || schema === 'information_schema' || (table === undefined && name.startsWith('pg_'))

/** Relations that a definition names: locked, not opened. */
export const namedIn = (names: readonly Read[], scene: Scene): Target[] =>
  unique(names.map((name) => ({...targetOf(scene, name), ...(name.locked ? {locked: name.locked} : {})}))).filter(
    (target) => !isOfServer(target)
  )

/** Views that read a relation, and views that read those. */
export function viewsUpon(targets: readonly Target[], scene: Scene): Target[] {
  const found = new Map<string, Target>()
  const visit = ({name}: Target): void => {
    for (const reader of scene.catalog.readers.get(keyOf(name)) ?? []) {
      if (found.has(keyOf(reader))) continue
      const target = {...targetAt(scene, reader), role: 'dependent view'}
      found.set(keyOf(reader), target)
      visit(target)
    }
  }
  targets.forEach(visit)
  return [...found.values()]
}
