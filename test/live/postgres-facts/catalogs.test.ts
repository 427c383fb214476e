/** The recorded lists of functions, casts and operator classes, held against every server. */
import pg from 'pg'
import {describe, expect, it} from 'vitest'
import {readCatalogs} from '../../../scripts/postgres-catalogs.js'
import {steadyFunctions, volatileFunctions} from '../../../src/knowledge/postgres/data/functions.js'
import {binaryCasts, collatableTypes, defaultOperatorClasses} from '../../../src/knowledge/postgres/data/types.js'
import {wordsOf} from '../../../src/knowledge/postgres/data/words.js'
import {argumentless} from '../../../src/knowledge/postgres/expressions/volatility.js'

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
      // Of what it has nothing else may be recorded.
      const wrong = (list: string, has: ReadonlySet<string>, speaksOf: (word: string) => boolean): string[] =>
        recorded(list).filter((word) => speaksOf(word) && !has.has(word))
      const functions = new Set([...volatile.keys(), ...steady])
      const types = new Set(
        (await client.query<{name: string}>('SELECT DISTINCT typname AS name FROM pg_type')).rows.map(({name}) => name)
      )
      const isOfTypes = (word: string): boolean =>
        word
          .replace(/^\w+:/, '')
          .replace(/=.*/, '')
          .split('>')
          .every((type) => types.has(type))
      const isOfMethod = (word: string): boolean => /^(btree|hash|gist|gin|spgist|brin):/.test(word) && isOfTypes(word)
      expect(wrong(volatileFunctions, new Set(volatile.keys()), (name) => functions.has(name))).toEqual([])
      expect(wrong(steadyFunctions, steady, (name) => functions.has(name))).toEqual([])
      expect(wrong(binaryCasts, binary, isOfTypes)).toEqual([])
      expect(wrong(defaultOperatorClasses, new Set(joined(operatorClasses, ':')), isOfMethod)).toEqual([])
      expect(wrong(collatableTypes, new Set(joined(collatable)), isOfTypes)).toEqual([])
      expect(missing(volatile.keys(), volatileFunctions)).toEqual([])
      expect(missing(steady, steadyFunctions)).toEqual([])
      expect(missing(binary, binaryCasts)).toEqual([])
      expect(missing(joined(operatorClasses, ':'), defaultOperatorClasses)).toEqual([])
      expect(missing(joined(collatable), collatableTypes)).toEqual([])
      // The code tells the overloads of the first two apart; those of contrib count as volatile.
      const mixed = [...volatile].flatMap(([name, all]) => (all ? [] : [name]))
      expect(mixed.filter((name) => !/^(ts_rewrite|timezone|isn_weak|xslt_process)$/.test(name))).toEqual([])
      const {rows} = await client.query<{most: number}>(
        'SELECT max(pronargs)::int AS most FROM pg_proc WHERE proname = ANY ($1)',
        [[...argumentless]]
      )
      expect(rows).toEqual([{most: 0}])
    } finally {
      await client.end()
    }
  })
})

const joined = (map: ReadonlyMap<string, string>, space = ' '): string[] =>
  [...map].map(([key, value]) => `${key.replace(' ', space)}=${value}`)
