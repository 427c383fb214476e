import type {Connection} from './connection.js'
import type {StatementListener} from '../engine.js'
import {withoutPasswords} from '../../sql/secrets.js'

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
  return {
    query: (sql, values) => tell(sql, connection.query(sql, values)),
    execute: (sql, values) => tell(sql, connection.execute(sql, values))
  }
}
