/** The rows that batches look for are the ones that the plain statement makes different, by the server's own word. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {passingFunctions} from '../../../src/plan/parts/presence.js'
import {planOf} from '../../helpers/plan-of.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

const schema = 'CREATE TABLE item (id int PRIMARY KEY, email text, mail text, total int, more int)'
const changes = [
  'total = length(email)',
  'total = more - 1',
  'total = nullif(more, 2)',
  `email = mail || '@' || more`,
  `email = lower(mail), total = more`
]

describe.each(servers)('PostgreSQL $version', ({url}) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(url, [
      schema,
      `INSERT INTO item SELECT row_number() OVER (), email, mail, total, more
       FROM (VALUES ('a'), ('A'), (NULL)) e (email), (VALUES ('a'), ('A'), (NULL)) m (mail),
         (VALUES (1), (2), (NULL)) t (total), (VALUES (1), (2), (3), (NULL)) r (more)`
    ])
  })
  afterAll(() => world.remove())

  test.each(changes)('SET %s', async (set) => {
    const column = /^\w+/.exec(set)?.[0] ?? ''
    const update = `UPDATE item SET ${set} WHERE ${column} IS NULL`
    const {phases} = await planOf(update, {schema})
    const [step] = phases.flatMap(({steps}) => steps)
    const {where} = step?.input as {where: string}
    const found = await world.query(`SELECT id FROM item AS target WHERE ${where} ORDER BY id`)

    await world.query('BEGIN')
    await world.query('CREATE TEMP TABLE before ON COMMIT DROP AS SELECT * FROM item')
    await world.query(update)
    const changed = await world.query(
      'SELECT id FROM item AS i JOIN before AS b USING (id) WHERE i IS DISTINCT FROM b ORDER BY id'
    )
    const left = await world.query(`SELECT id FROM item AS target WHERE ${where}`)
    await world.query('ROLLBACK')
    expect(found).toEqual(changed)
    expect(found.length).toBeGreaterThan(0)
    expect(left).toEqual([])
  })

  test('functions that are said to give NULL for NULL alone do so', async () => {
    const strict = await world.query(
      `SELECT DISTINCT proname AS name FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
       GROUP BY proname HAVING bool_and(proisstrict)`
    )
    const names = new Set(strict.map(({name}) => name))
    expect([...passingFunctions].filter((name) => !names.has(name))).toEqual([])
  })
})
