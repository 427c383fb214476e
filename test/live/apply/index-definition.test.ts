/** An index that is there already counts as built only where the statement would make the same one. */
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {reversalsOf, takeBack} from '../../../src/apply/run/abort.js'
import type {Engine} from '../../../src/apply/engine.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {foreignIndex} from '../../../src/apply/postgres/index-definition.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  'CREATE TABLE account (gone int, id bigint PRIMARY KEY, email text, name text, total int, place point)',
  'ALTER TABLE account DROP COLUMN gone',
  'CREATE TABLE run (id int, at date)',
  "INSERT INTO account SELECT i, 'e' || i, 'n' FROM generate_series(1, 100) i"
]

/** What is there, and what the statement says, after `ON account`. */
const same: ReadonlyArray<[string, string, string?]> = [
  ['(email)', 'USING btree (email ASC NULLS LAST)'],
  ['(lower(email) text_ops) WHERE total > 0', '(LOWER(account.email)) WHERE (account.total > 0)'],
  ['(email, name) INCLUDE (total)', '("email", "name") INCLUDE ("total")'],
  ['USING gist (place) WITH (fillfactor = 80)', 'USING gist (place) WITH (fillfactor = 80)'],
  ['(id)', '(id)', 'UNIQUE ']
]

const other: ReadonlyArray<[string, string]> = [
  ['(email)', '(name)'],
  ['(email, name)', '(name, email)'],
  ['(email)', '(email, name)'],
  ['(email)', '(email) INCLUDE (name)'],
  ['(email)', '(email) WHERE total > 0'],
  ['(email) WHERE total > 1', '(email) WHERE total > 0'],
  ['(email)', '(lower(email))'],
  ['(email)', '(email DESC)'],
  ['(email)', '(email NULLS FIRST)'],
  ['(email)', '(email text_pattern_ops)'],
  ['(email)', '(email COLLATE "C")'],
  ['(email)', 'USING hash (email)'],
  ['(email)', '(email) WITH (fillfactor = 80)']
]

describe.each(servers)('PostgreSQL $version', ({url, version}) => {
  describe('foreignIndex', () => {
    let world: World
    let engine: Engine
    beforeAll(async () => {
      world = await createWorld(url, setup)
      engine = await openEngine(world.url)
      await engine.journal.prepare()
    })
    afterAll(async () => {
      await engine.close()
      await world.remove()
    })
    afterEach(async () => {
      await world.query('DROP INDEX it')
    })

    /** @param there After `CREATE`. */
    async function judge(there: string, statement: string, table = 'account'): Promise<string | undefined> {
      await world.query(`CREATE ${there}`)
      const input = {
        statement: `CREATE ${statement}`,
        index: {schema: 'public', name: 'it'},
        table: {schema: 'public', name: table}
      }
      const found = await foreignIndex(engine.worker, input, {
        beside: (limits, work) => engine.beside(limits, {}, work)
      })
      expect(
        await world.query("SELECT relname FROM pg_class WHERE relname IN ('sqlsafe_wanted', 'sqlsafe_copy')")
      ).toEqual([])
      return found?.message
    }

    test.each(same)('takes %s for %s', async (there, wanted, unique = '') => {
      expect(
        await judge(`${unique}INDEX it ON account ${there}`, `${unique}INDEX CONCURRENTLY it ON account ${wanted}`)
      ).toBeUndefined()
    })

    test.each(other)('does not take %s for %s', async (there, wanted) => {
      const message = await judge(`INDEX it ON account ${there}`, `INDEX CONCURRENTLY it ON public.account ${wanted}`)
      expect(message).toMatch(/^Unexpected index public\.it \(USING .*\), expected none of that name, or USING /)
    })

    test('tells what is unique from what is not', async () => {
      const message = await judge('INDEX it ON account (email)', 'UNIQUE INDEX CONCURRENTLY it ON account (email)')
      expect(message).toContain('(USING btree (email)), expected none of that name, or UNIQUE USING btree (email)')
      await world.query('DROP INDEX it')
      expect(await judge('UNIQUE INDEX it ON account (email)', 'INDEX CONCURRENTLY it ON account (email)')).toContain(
        '(UNIQUE USING btree (email))'
      )
    })

    test('looks at a table that is called as one of the journal is', async () => {
      expect(await judge('INDEX it ON run (at)', 'INDEX CONCURRENTLY it ON run (at)', 'run')).toBeUndefined()
    })

    if (version >= 15) {
      test('sees whether NULLs are distinct', async () => {
        const [there, wanted] = [
          'UNIQUE INDEX it ON account (email)',
          'UNIQUE INDEX it ON account (email) NULLS NOT DISTINCT'
        ]
        expect(await judge(there, wanted)).toContain('NULLS NOT DISTINCT')
      })
    }
  })

  describe('apply', () => {
    let world: World
    beforeEach(async () => {
      world = await createWorld(url, setup)
    })
    afterEach(async () => {
      await world.remove()
    })
    const oid = async (): Promise<unknown> =>
      (
        await world.query(
          "SELECT indexrelid AS oid, indisvalid AS valid FROM pg_index WHERE indexrelid = 'by_email'::regclass"
        )
      )[0]

    test('stops at an index with another definition, goes on when it is gone, and abort leaves it alone', async () => {
      const plan = await world.plan('CREATE INDEX IF NOT EXISTS by_email ON account (email) WHERE total > 0')
      await world.query('CREATE INDEX by_email ON account (email)')
      const before = await oid()
      await expect(applyPlan(plan, world.url)).rejects.toThrow(
        'index public.by_email (USING btree (email)), expected none of that name, or USING btree (email) WHERE (total > 0)'
      )
      expect(await oid()).toEqual(before)

      const engine = await openEngine(world.url)
      try {
        const [run] = await engine.journal.findOpen()
        if (!run) throw new Error('Unexpected lack of a run, expected the one that failed')
        await takeBack(run, await reversalsOf(run, engine), engine, () => undefined)
      } finally {
        await engine.close()
      }
      expect(await oid()).toEqual(before)
      await world.query('DROP INDEX by_email')
      expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
    })

    test('leaves alone an invalid one of another definition: somebody may be building it', async () => {
      const plan = await world.plan('CREATE INDEX by_email ON account (email)')
      await world.query("INSERT INTO account VALUES (1000, 'twice'), (1001, 'twice')")
      await expect(world.query('CREATE UNIQUE INDEX CONCURRENTLY by_email ON account (email)')).rejects.toThrow(
        'could not create unique index'
      )
      const before = await oid()
      expect(before).toMatchObject({valid: false})
      await expect(applyPlan(plan, world.url)).rejects.toThrow('(UNIQUE USING btree (email))')
      expect(await oid()).toEqual(before)
    })
  })
})
