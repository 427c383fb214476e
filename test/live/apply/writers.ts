/** An application at work on a table and, statement for statement in the same transaction, on its twin. */
import {setTimeout} from 'node:timers/promises'
import type pg from 'pg'
import type {World} from './world.js'

/** A statement for a table by its name, with its parameters. */
export type Write = (table: string) => {sql: string; values: unknown[]}

/** What one transaction writes. */
export interface Turn {
  write: Write
  /** Transactions with the same one wait for each other; needed where several sessions write the same rows. */
  key?: number
}

export interface Writers {
  /** Transactions that were committed. */
  done: () => number
  /** Stop, and give every error that the application has met. */
  stop: () => Promise<string[]>
}

/** A generator of numbers from 0 up to below `limit`: the same ones for the same seed. */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Hundreds of transactions a second in all: more would only take the time of what runs beside them. */
const restMs = 4

/** Begin to write, over several sessions, one statement to both tables in each transaction. */
export async function startWriters(
  world: World,
  [table, twin]: readonly [string, string],
  sessions: number,
  next: (random: (limit: number) => number) => Turn
): Promise<Writers> {
  const errors: string[] = []
  let [done, isStopped] = [0, false]

  async function write(client: pg.Client, random: (limit: number) => number): Promise<void> {
    while (!isStopped) {
      const {key, write: statement} = next(random)
      try {
        await client.query('BEGIN')
        // Between the two statements another session could make or change the row that the first has not seen.
        if (key !== undefined) await client.query('SELECT pg_advisory_xact_lock($1)', [key])
        for (const name of [table, twin]) {
          const {sql, values} = statement(name)
          await client.query(sql, values)
        }
        await client.query('COMMIT')
        done++
      } catch (error) {
        errors.push(String(error))
        // A session that is gone has nothing to roll back.
        await client.query('ROLLBACK').catch(() => (isStopped = true))
      }
      await setTimeout(restMs)
    }
  }

  const clients = await Promise.all(Array.from({length: sessions}, () => world.connect()))
  const work = clients.map((client, index) => write(client, createRandom(index + 1)))
  return {
    done: () => done,
    async stop() {
      isStopped = true
      await Promise.all(work)
      return errors
    }
  }
}
