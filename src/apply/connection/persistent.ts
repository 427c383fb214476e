import type {Connection} from './connection.js'
import type {Engine} from '../engine.js'
import {pause} from '../run/pause.js'

const pauseMs = 1000
const mostTries = 5

/** A connection that is made anew where it was lost; only for what may be sent twice. */
export function persistent(
  current: () => Connection,
  renew: () => Promise<void>,
  kindOf: Engine['kindOf']
): Connection {
  async function again<Result>(send: (connection: Connection) => Promise<Result>, tries = mostTries): Promise<Result> {
    try {
      return await send(current())
    } catch (error) {
      if (kindOf(error) !== 'lost' || tries === 0) throw error
      await pause(pauseMs)
      await renew().catch((failure: unknown) => {
        if (kindOf(failure) !== 'lost') throw failure
      })
      return again(send, tries - 1)
    }
  }
  return {
    query: (sql, values) => again((connection) => connection.query(sql, values)),
    execute: (sql, values) => again((connection) => connection.execute(sql, values))
  }
}
