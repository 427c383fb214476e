import {setTimeout} from 'node:timers/promises'
import {keyOf} from '../../schema/objects.js'
import {Session} from '../../schema/session.js'
import {readLive, readWrites} from '../live.js'
import {relationName} from '../rules/relations.js'
import type {Server} from '../../server/server.js'
import type {TableSize} from './sizes.js'

/**
 * Ask a live database how big and busy its tables are; nothing is written.
 *
 * @param seconds How long writes are counted; `0`: not at all.
 * @throws {UsageError} When the database cannot be reached or read.
 */
export async function readSizes(
  url: string,
  seconds: number
): Promise<{server: Server; sizes: Map<string, TableSize>}> {
  const before = seconds > 0 ? await countWrites(url) : new Map<string, number>()
  const began = Date.now()
  const {catalog, server, settings} = await readLive(url)
  await setTimeout(began + seconds * 1000 - Date.now())
  const after = seconds > 0 ? await countWrites(url) : before
  const passed = (Date.now() - began) / 1000

  const session = new Session(server, settings)
  const sizes = new Map<string, TableSize>()
  for (const table of catalog.tables.values()) {
    const from = before.get(keyOf(table))
    const to = after.get(keyOf(table))
    const writesPerSecond = from === undefined || to === undefined ? undefined : perSecond(to - from, passed)
    const size = {rows: table.rows, bytes: table.bytes, writesPerSecond}
    if (Object.values(size).some((value) => value !== undefined)) sizes.set(relationName(table, session), size)
  }
  return {server, sizes}
}

async function countWrites(url: string): Promise<Map<string, number>> {
  return new Map((await readWrites(url)).map((each) => [keyOf(each), each.count]))
}

/** Counters that were reset meanwhile say nothing. */
function perSecond(writes: number, seconds: number): number | undefined {
  return writes < 0 ? undefined : Number((writes / seconds).toPrecision(3))
}
