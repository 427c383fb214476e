/** The recorded lists of functions, casts and operator classes, held against every server. */
import pg from 'pg'
import {describe, expect, it} from 'vitest'
import {readCatalogs} from '../../../scripts/postgres-catalogs.js'
import {steadyFunctions, volatileFunctions} from '../../../src/knowledge/postgres/data/functions.js'
import {binaryCasts, collatableTypes, defaultOperatorClasses} from '../../../src/knowledge/postgres/data/types.js'
import {wordsOf} from '../../../src/knowledge/postgres/data/words.js'

describe.each([14, 15, 16, 17, 18])('PostgreSQL %i', (version) => {
  const url = process.env[`SQLSAFE_TEST_POSTGRES_${version}_URL`]

  it.skipIf(url === undefined)('has the recorded catalogs', async () => {
    const client = new pg.Client({connectionString: url})
    await client.connect()
    try {
      const {binary, collatable, operatorClasses, steady, volatile} = await readCatalogs(client)
      const recorded = (list: string): string[] => [...wordsOf(list, version)].sort()
      // A server without a contrib extension has less; what it has must be recorded, and rightly.
      const missing = (has: Iterable<string>, list: string): string[] => {
        const known = new Set(recorded(list))
        return [...has].filter((word) => !known.has(word))
      }
      expect(missing(volatile.keys(), volatileFunctions)).toEqual([])
      expect(missing(steady, steadyFunctions)).toEqual([])
      expect(missing(binary, binaryCasts)).toEqual([])
      expect(missing(joined(operatorClasses, ':'), defaultOperatorClasses)).toEqual([])
      expect(missing(joined(collatable), collatableTypes)).toEqual([])
      // The code tells the overloads of the first two apart; those of contrib count as volatile.
      const mixed = [...volatile].flatMap(([name, all]) => (all ? [] : [name]))
      expect(mixed.filter((name) => !/^(ts_rewrite|timezone|isn_weak|xslt_process)$/.test(name))).toEqual([])
    } finally {
      await client.end()
    }
  })
})

const joined = (map: ReadonlyMap<string, string>, space = ' '): string[] =>
  [...map].map(([key, value]) => `${key.replace(' ', space)}=${value}`)
