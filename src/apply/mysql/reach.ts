/** Connections to replicas: kept as long as the engine is open. */
import {resolveUrl} from '../../core/live.js'
import type {Connection, Reach} from '../connection/connection.js'
import {connect} from './connect.js'
import type {MysqlConnection} from './connect.js'

/** A replica that says nothing for so long is not waited for: batches are. */
const answerTimeoutMs = 5000

/** Servers that are reached from one. */
export interface Reached {
  reach: Reach
  close: () => Promise<void>
}

/** @param url Of the server at hand, whose account and options are used where an address has none. */
export function createReach(url: string): Reached {
  const open = new Map<string, Promise<MysqlConnection>>()
  const forget = async (address: string): Promise<void> => {
    const opening = open.get(address)
    open.delete(address)
    await opening?.then(
      (connection) => connection.end(),
      () => undefined
    )
  }
  const within = async <Result>(address: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await inTime(work)
    } catch (error) {
      // What the server refuses leaves the connection as it is.
      if (!(error instanceof Error && 'sqlState' in error)) await forget(address)
      throw error
    }
  }
  return {
    async reach(address): Promise<Connection> {
      const opening = open.get(address) ?? connect(urlOf(address, url), 'sqlsafe watch')
      open.set(address, opening)
      const connection = await within(address, () => opening).catch(async (error: unknown) => {
        await forget(address)
        throw error
      })
      return {
        query: (sql, values) => within(address, () => connection.query(sql, values)),
        execute: (sql, values) => within(address, () => connection.execute(sql, values))
      }
    },
    async close() {
      await Promise.all([...open.keys()].map(forget))
    }
  }
}

async function inTime<Result>(work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Unexpected silence for ${String(answerTimeoutMs / 1000)} s, expected an answer`))
    }, answerTimeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The URL of an address: `host:port`, a URL, or `env:NAME`. */
export function urlOf(address: string, own: string): string {
  const resolved = resolveUrl(address)
  const url = new URL(resolved.includes('://') ? resolved : `mysql://${resolved}/`)
  const base = new URL(own)
  if (url.username === '' && url.password === '') {
    url.username = base.username
    url.password = base.password
  }
  for (const [name, value] of base.searchParams) if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  return url.href
}
