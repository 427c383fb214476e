/** Names that nothing has yet. */
import type {Catalog} from '../schema/catalog.js'
import {clipBytes} from '../schema/postgres/names.js'

/**
 * Bytes: longer names are cut by PostgreSQL; MySQL has 64 characters.
 *
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
const longest = 63

/** Bytes of the stem that are left in any case. */
const leastStem = 8

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
        const tail = ['', ...words].join('_')
        const last = number === 1 ? '' : String(number)
        const room = longest - last.length
        const name = clipBytes(clipBytes(stem, Math.max(leastStem, room - Buffer.byteLength(tail))) + tail, room) + last
        if (taken.has(name) || given.has(name)) continue
        given.add(name)
        return name
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
