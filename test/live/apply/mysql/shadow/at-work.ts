/** An application at work on tables that keys and triggers tie together. */
import {setTimeout as sleep} from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import type {World} from '../world.js'

const pauseMs = 5

export interface AtWork {
  /** Turns that were done, and those that the server ended as a deadlock. */
  state: {done: number; ended: number}
  /** @returns What else went wrong. */
  stop: () => Promise<string[]>
}

/** Sessions that do some statements again and again, each time in one transaction, with a number of their own. */
export async function startWork(
  world: World,
  count: number,
  turn: (session: mysql.Connection, id: number) => Promise<void>
): Promise<AtWork> {
  const [errors, state] = [new Array<string>(), {done: 0, ended: 0}]
  let isStopped = false
  const run = async (session: mysql.Connection, index: number): Promise<void> => {
    for (let id = 1000 + index; !isStopped; id += count) {
      try {
        await session.query('START TRANSACTION')
        await turn(session, id)
        await session.query('COMMIT')
        state.done++
        // Somebody else wants to be served too.
        await sleep(pauseMs)
      } catch (error) {
        await session.query('ROLLBACK')
        // What the server does to those who hold one of two tables that we lock is said before.
        if (/Deadlock/.test(String(error))) state.ended++
        else errors.push(String(error))
      }
    }
  }
  const sessions = await Promise.all(Array.from({length: count}, () => world.connect()))
  const all = sessions.map(run)
  return {
    state,
    async stop() {
      isStopped = true
      await Promise.all(all)
      return errors
    }
  }
}
