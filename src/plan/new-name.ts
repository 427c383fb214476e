/** Names that nothing has yet. */
import type {Catalog} from '../schema/catalog.js'

/** Longer names are cut by PostgreSQL; MySQL has one more. */
const longest = 63

export interface Names {
  /** `stem_word_word`, cut to what servers keep, with a number where it is taken. */
  make: (catalog: Catalog, stem: string, words: readonly string[]) => string
}

/** Remembers the names that it gave. */
export function createNames(): Names {
  const given = new Set<string>()
  return {
    make(catalog, stem, words) {
      const taken = namesIn(catalog)
      for (let number = 1; ; number++) {
        const tail = ['', ...words].join('_') + (number === 1 ? '' : String(number))
        const name = stem.slice(0, Math.max(8, longest - tail.length)) + tail
        const short = name.slice(0, longest)
        if (taken.has(short) || given.has(short)) continue
        given.add(short)
        return short
      }
    }
  }
}

function namesIn(catalog: Catalog): Set<string> {
  const names = new Set<string>()
  for (const {columns, constraints, indexes, name, triggers} of catalog.tables.values()) {
    names.add(name)
    for (const each of [...columns, ...constraints, ...indexes, ...triggers]) names.add(each.name)
  }
  return names
}
