/**
 * What others see of a statement that takes no `ALGORITHM` and `LOCK` clause, or heeds none: which open
 * transactions it waits for, whether it reads or copies the rows, and whether writes go on meanwhile.
 */
import type {Connection, RowDataPacket} from 'mysql2/promise'

/** A statement put to a server beside other sessions. */
export interface PeerCase {
  setup: readonly string[]
  statement: string
  /** Makes the tables long enough that the work on them takes a while. */
  grow: readonly string[]
}

/** The session that runs the statement, one that holds a transaction open or writes, one that reads; a fresh schema. */
export interface Stage {
  runner: Connection
  writer: Connection
  reader: Connection
  prepare: (statements: readonly string[]) => Promise<void>
  /** What identifies the stored data. */
  dataIds: () => Promise<Set<string>>
}

const timeout = /lock wait timeout/i

/** Whether the statement gave up waiting; maintenance statements say so in a row. */
async function givesUp(runner: Connection, statement: string): Promise<boolean> {
  try {
    const [result] = await runner.query(statement)
    return Array.isArray(result) && timeout.test(JSON.stringify(result))
  } catch (error) {
    if (error instanceof Error && timeout.test(error.message)) return true
    throw error
  }
}

/** Holding one of these open, of each table: whom does the statement wait for? */
const holds = {
  readers: (table: string) => `SELECT 1 FROM ${table} LIMIT 1`,
  writers: (table: string) => `DELETE FROM ${table} WHERE 1 = 0`
}

/** A lock that the runner has to wait for, on what the writer holds one on. */
const keptWaiting = `SELECT 1 FROM performance_schema.metadata_locks wanted
  JOIN performance_schema.metadata_locks held ON held.object_type = wanted.object_type
    AND held.object_schema = wanted.object_schema AND held.object_name = wanted.object_name
  JOIN performance_schema.threads runner ON runner.thread_id = wanted.owner_thread_id
  JOIN performance_schema.threads writer ON writer.thread_id = held.owner_thread_id
  WHERE wanted.lock_status = 'PENDING' AND held.lock_status = 'GRANTED'
    AND runner.processlist_id = ? AND writer.processlist_id = ?`

/**
 * Whether the statement waits for the transaction that the writer has open, which is rolled back then. A server that
 * shows no metadata locks says so when the statement gives up.
 */
async function waits({reader, runner, writer}: Stage, statement: string): Promise<boolean> {
  let [running, isSeen] = [true, false]
  const work = givesUp(runner, statement).finally(() => (running = false))
  const look = async () => {
    while (running && !isSeen) {
      const [rows] = await reader.query<RowDataPacket[]>(keptWaiting, [runner.threadId, writer.threadId])
      isSeen = rows.length > 0
    }
    await writer.query('ROLLBACK')
  }
  const [gaveUp] = await Promise.all([work, look()])
  return gaveUp || isSeen
}

async function waitsFor(stage: Stage, {setup, statement}: PeerCase, table: string): Promise<string> {
  const {prepare, runner, writer} = stage
  for (const [whom, hold] of Object.entries(holds)) {
    await prepare(setup)
    await runner.query('SET SESSION lock_wait_timeout = 1')
    await writer.query('START TRANSACTION')
    await writer.query(hold(table))
    const waited = await waits(stage, statement)
    await runner.query('UNLOCK TABLES')
    if (waited) return whom
  }
  return 'nobody'
}

async function status(connection: Connection, scope: 'GLOBAL' | 'SESSION', name: string): Promise<number> {
  const [[row]] = await connection.query<RowDataPacket[]>(`SHOW ${scope} STATUS LIKE '${name}'`)
  return Number((row as {Value: string}).Value)
}

/** Pages that a statement asks for; others may add to them, so the least of a few times. */
async function pagesOf(runner: Connection, statement: string): Promise<number> {
  const asked: number[] = []
  for (let time = 0; time < 3; time++) {
    const before = await status(runner, 'GLOBAL', 'Innodb_buffer_pool_read_requests')
    await runner.query(statement)
    asked.push((await status(runner, 'GLOBAL', 'Innodb_buffer_pool_read_requests')) - before)
  }
  return Math.min(...asked)
}

/** Whether it asks for at least as many pages as the text of all rows fills. */
async function readsRows({prepare, runner}: Stage, {grow, setup, statement}: PeerCase, table: string) {
  await prepare([...setup, ...grow])
  const [[row]] = await runner.query<RowDataPacket[]>(
    `SELECT SUM(LENGTH(note)) / @@innodb_page_size AS pages FROM ${table}`
  )
  return (await pagesOf(runner, statement)) >= Number((row as {pages: string}).pages)
}

/** The longest that one of a series of small statements takes while the work goes on, in ms. */
async function longestWait(peer: Connection, small: string, isRunning: () => boolean): Promise<number> {
  let longest = 0
  while (isRunning()) {
    const before = performance.now()
    await peer.query(small)
    longest = Math.max(longest, performance.now() - before)
  }
  return longest
}

/** The longest wait of one who does something small again and again, as a share of the work. */
async function shareOf(runner: Connection, peer: Connection, statement: string, small: string): Promise<number> {
  await peer.query(small)
  let running = true
  const start = performance.now()
  const work = runner
    .query(statement)
    .then(() => performance.now() - start)
    .finally(() => (running = false))
  const [time, longest] = await Promise.all([work, longestWait(peer, small, () => running)])
  return longest / time
}

/** As many rows again. */
function doubling(grow: readonly string[]): string[] {
  return grow.map((sql) => sql.replace(/^INSERT INTO (\w+) \(([^)]+)\).*/s, 'INSERT INTO $1 ($2) SELECT $2 FROM $1'))
}

/** Names of the tables that the set-up makes. */
function tablesOf(setup: readonly string[]): string[] {
  return setup.flatMap((sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1] ?? [])
}

/** Whether it makes the data anew, and does so row by row, with the share of the work that another waits for. */
async function workOn(stage: Stage, {grow, setup, statement}: PeerCase, peer: Connection, small: string, time: number) {
  const {dataIds, prepare, runner} = stage
  await prepare([...setup, ...grow, ...Array.from({length: time}, () => doubling(grow)).flat()])
  const before = await dataIds()
  const written = await status(runner, 'SESSION', 'Handler_write')
  const share = await shareOf(runner, peer, statement, small)
  const copies = (await status(runner, 'SESSION', 'Handler_write')) - written >= 12 ** 4
  const after = await dataIds()
  await runner.query('UNLOCK TABLES')
  const rebuilds = [...before].some((id) => !after.has(id)) && [...after].some((id) => !before.has(id))
  return {copies, rebuilds, share}
}

/**
 * A busy machine can only make a statement wait longer: one time without a wait is proof. What waits for the short
 * parts at both ends of the work waits for a smaller share of longer work, so the table grows from time to time. Nearly
 * all of the work, and so again where it is twice as long, is no chance.
 */
async function goesOn(stage: Stage, each: PeerCase, peer: Connection, small: string) {
  let throughout = 0
  for (let time = 0; ; time++) {
    const {copies, rebuilds, share} = await workOn(stage, each, peer, small, time)
    if (share > 0.8) throughout++
    const goes = share < 0.5
    if (!rebuilds || goes || throughout === 2 || time === 3) return {copies, rebuilds, goes}
  }
}

/** One after the other: who reads may wait behind who waits to write. */
async function deedsOf(stage: Stage, each: PeerCase, table: string): Promise<string[]> {
  const {reader, writer} = stage
  const writes = await goesOn(stage, each, writer, `UPDATE ${table} SET note = 'new' WHERE id = 2`)
  if (!writes.rebuilds) return []
  const deed = writes.copies ? 'copies' : 'rebuilds'
  if (writes.goes) return [deed, 'writes go on']
  const reads = await goesOn(stage, each, reader, `SELECT note FROM ${table} WHERE id = 2`)
  return [deed, reads.goes ? 'writes wait' : 'reads wait']
}

/** `t readers, x nobody; copies, writes wait`. */
export async function observePeers(stage: Stage, each: PeerCase): Promise<string> {
  const tables = tablesOf(each.setup)
  const [table = 't'] = tables
  const waits: string[] = []
  for (const name of tables) waits.push(`${name} ${await waitsFor(stage, each, name)}`)
  const deeds = each.grow.length > 0 ? await deedsOf(stage, each, table) : []
  if (deeds.length === 0 && each.grow.length > 0 && !/TRUNCATE|DROP|EXCHANGE|CONVERT|DISCARD/.test(each.statement)) {
    deeds.push((await readsRows(stage, each, table)) ? 'reads rows' : 'reads no rows')
  }
  return [waits.join(', '), deeds.join(', ')].filter((part) => part !== '').join('; ')
}
