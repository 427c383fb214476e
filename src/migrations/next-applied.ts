import type {Migration} from './migration.js'

/** Of each migration, the first after it that is history. */
export function nextApplied(migrations: readonly Migration[]): Array<Migration | undefined> {
  let next: Migration | undefined
  return migrations
    .toReversed()
    .map((migration) => {
      const found = next
      if (!migration.checked) next = migration
      return found
    })
    .reverse()
}
