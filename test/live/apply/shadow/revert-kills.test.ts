/** The program is killed again and again while it goes back, beside an application at work. */
import {beforeAll, describe, expect, it} from 'vitest'
import {buildCli} from '../../../helpers/cli.js'
import type {BuiltCli} from '../../../helpers/cli.js'
import {runAndKill} from '../../../helpers/kill.js'
import {applyPlan, createWorld, servers} from '../world.js'
import {createRandom, startWriters} from '../writers.js'
import type {Turn, Write} from '../writers.js'
import {ofAccount, shadowPlan} from './steps.js'

/** A few on one server wherever tests run; more, on all, where they are asked for. */
const wanted = process.env['SQLSAFE_TEST_KILLS']
const kills = Number(wanted ?? 2)
const tried = wanted === undefined ? servers.slice(-1) : servers

/** Statements after which it is killed at the most: so few that the last kill finds work still. */
const most = Math.max(8, Math.floor(90 / kills))

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

/** Sessions have keys of their own. */
const writes =
  (session: number) =>
  (random: (limit: number) => number): Turn => {
    const [id, number] = [random(500) * 2 + session, random(1_000_000)]
    const choices: readonly [Write, ...Write[]] = [
      (table) => ({sql: `UPDATE ${table} SET amount = $2 WHERE id = $1`, values: [id, number]}),
      (table) => ({sql: `DELETE FROM ${table} WHERE id = $1`, values: [id]}),
      (table) => ({
        sql: `INSERT INTO ${table} VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount`,
        values: [id, number]
      })
    ]
    return {write: choices[random(choices.length)] ?? choices[0]}
  }

const columns = '(id int PRIMARY KEY, amount int)'

describe.each(tried)('on PostgreSQL $version', {retry: 0}, ({url, version}) => {
  it(`ends as if nobody had killed it ${String(kills)} times`, async () => {
    const world = await createWorld(url, [
      `CREATE TABLE account ${columns}`,
      `CREATE TABLE twin ${columns}`,
      'INSERT INTO account SELECT i, i FROM generate_series(1, 1000) AS i',
      'INSERT INTO twin SELECT * FROM account'
    ])
    try {
      const change = ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint, ALTER COLUMN amount TYPE bigint'])
      await applyPlan(await shadowPlan(world, change), world.url, {settings: {keepInSync: true}})
      for (const table of ['account', 'twin']) await world.query(`UPDATE ${table} SET amount = -id WHERE id % 3 = 0`)
      const writers = await Promise.all(
        [0, 1].map((session) => startWriters(world, ['account', 'twin'], 1, writes(session)))
      )
      const random = createRandom(version)
      let killed = 0
      for (let isDone = false; !isDone;) {
        const args = [
          'revert',
          '--database-url',
          world.url,
          '--yes',
          '--set',
          'max-batch-rows=100',
          '--log-format',
          'json'
        ]
        const run = await runAndKill(cli.path, args, {
          text: '"type":"statement"',
          times: killed < kills ? 1 + random(most) : Infinity,
          momentMs: 0
        })
        if (run.killed) killed++
        else if (run.code !== 0) throw new Error(run.said.slice(-2000))
        isDone = !run.killed
      }
      expect(killed).toBe(kills)
      expect((await Promise.all(writers.map((each) => each.stop()))).flat()).toEqual([])
      expect(
        await world.query('(TABLE account EXCEPT TABLE twin) UNION ALL (TABLE twin EXCEPT TABLE account)')
      ).toEqual([])
      expect(
        await world.query(
          "SELECT atttypid::regtype::text AS it FROM pg_attribute WHERE attrelid = 'account'::regclass AND attnum = 1"
        )
      ).toEqual([{it: 'integer'}])
      expect(await world.query("SELECT tgname FROM pg_trigger WHERE tgrelid = 'account'::regclass")).toEqual([])
      expect(await cli.run(['revert', '--database-url', world.url, '--yes'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('Unexpected lack of a table that is kept in sync') as string
      })
    } finally {
      await world.remove()
    }
  })
})
