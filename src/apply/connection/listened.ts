import type {Connection} from './connection.js'
import type {StatementListener} from '../engine.js'
import {withoutPasswords} from '../../sql/secrets.js'

interface Under {
  connection: Connection
  listener: () => StatementListener | undefined
}

/** What connections that are listened to send over. */
const under = new WeakMap<Connection, Under>()

/** The same session for what only looks, and is asked again and again: nobody is told. */
export function unheard(connection: Connection): Connection {
  return under.get(connection)?.connection ?? connection
}

/** Tell of a statement that was sent there, and did something, or why it was not sent. */
export function tellOf(connection: Connection, sql: string, ms: number, error?: string): void {
  under.get(connection)?.listener()?.(withoutPasswords(sql), ms, error)
}

/** Tell a listener of each statement that is sent. */
export function listened(connection: Connection, listener: () => StatementListener | undefined): Connection {
  async function tell<Result>(sql: string, work: Promise<Result>): Promise<Result> {
    const start = performance.now()
    try {
      const result = await work
      listener()?.(withoutPasswords(sql), performance.now() - start, undefined)
      return result
    } catch (error) {
      listener()?.(
        withoutPasswords(sql),
        performance.now() - start,
        error instanceof Error ? error.message : String(error)
      )
      throw error
    }
  }
  const heard: Connection = {
    query: (sql, values) => tell(sql, connection.query(sql, values)),
    execute: (sql, values) => tell(sql, connection.execute(sql, values))
  }
  under.set(heard, {connection, listener})
  return heard
}
