/** An application at work on a table and, statement for statement in the same transaction, on its twin. */
import type mysql from 'mysql2/promise'
import {createRandom} from '../writers.js'
import type {Turn, Writers} from '../writers.js'
import type {World} from './world.js'

/**
 * Begin to write, over several sessions, one statement to both tables in each transaction; statements have `?` for
 * their values.
 */
export async function startWriters(
  world: World,
  [table, twin]: readonly [string, string],
  sessions: number,
  next: (random: (limit: number) => number) => Turn
): Promise<Writers> {
  const errors: string[] = []
  let [done, isStopped] = [0, false]

  async function turn(client: mysql.Connection, {key, write}: Turn): Promise<void> {
    const lock = key === undefined ? undefined : `${world.name}:${String(key)}`
    // Between the two statements another session could make or change the row that the first has not seen.
    if (lock !== undefined) await client.query('SELECT get_lock(?, 60)', [lock])
    try {
      await client.query('START TRANSACTION')
      for (const name of [table, twin]) {
        const {sql, values} = write(name)
        await client.query(sql, values)
      }
      await client.query('COMMIT')
      done++
    } catch (error) {
      errors.push(String(error))
      // A session that is gone has nothing to roll back.
      await client.query('ROLLBACK').catch(() => (isStopped = true))
    }
    if (lock !== undefined) await client.query('SELECT release_lock(?)', [lock])
  }

  async function work(client: mysql.Connection, random: (limit: number) => number): Promise<void> {
    // Gaps that one of them locks at a higher level would be in the way of the others.
    await client.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    while (!isStopped) await turn(client, next(random))
  }

  const clients = await Promise.all(Array.from({length: sessions}, () => world.connect()))
  const all = clients.map((client, index) => work(client, createRandom(index + 1)))
  return {
    done: () => done,
    async stop() {
      isStopped = true
      await Promise.all(all)
      return errors
    }
  }
}
