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

/** The session that runs the statement, one that holds a transaction open or writes, and a fresh schema. */
export interface Stage {
  runner: Connection
  peer: Connection
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

async function waitsFor({peer, prepare, runner}: Stage, {setup, statement}: PeerCase, table: string): Promise<string> {
  for (const [whom, hold] of Object.entries(holds)) {
    await prepare(setup)
    await runner.query('SET SESSION lock_wait_timeout = 1')
    await peer.query('START TRANSACTION')
    await peer.query(hold(table))
    const waited = await givesUp(runner, statement)
    await peer.query('ROLLBACK')
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

/** The longest that one of a series of small statements takes while the work goes on, as a share of it. */
async function longestWait({peer, runner}: Stage, statement: string, small: string): Promise<number> {
  let [running, longest] = [true, 0]
  const start = performance.now()
  const work = runner.query(statement).finally(() => (running = false))
  while (running) {
    const before = performance.now()
    await peer.query(small)
    longest = Math.max(longest, performance.now() - before)
  }
  await work
  return longest / (performance.now() - start)
}

/** As many rows again. */
function doubling(grow: readonly string[]): string[] {
  return grow.map((sql) => sql.replace(/^INSERT INTO (\w+) \(([^)]+)\).*/s, 'INSERT INTO $1 ($2) SELECT $2 FROM $1'))
}

/**
 * A busy machine can only make a statement wait longer: one time without a wait is proof. What waits for the short
 * parts at both ends of the work waits for a smaller share of longer work, so the table grows from time to time. Nearly
 * all of the work, and so again where it is twice as long, is no chance.
 */
async function goesOn(stage: Stage, {grow, setup, statement}: PeerCase, small: string): Promise<boolean> {
  let throughout = 0
  for (let time = 0; time < 4 && throughout < 2; time++) {
    await stage.prepare([...setup, ...grow, ...Array.from({length: time}, () => doubling(grow)).flat()])
    await stage.peer.query(small)
    const share = await longestWait(stage, statement, small)
    if (share < 0.5) return true
    if (share > 0.8) throughout++
  }
  return false
}

/** Names of the tables that the set-up makes. */
function tablesOf(setup: readonly string[]): string[] {
  return setup.flatMap((sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1] ?? [])
}

/** Whether it makes the data anew, and does so row by row. */
async function makesAnew({dataIds, prepare, runner}: Stage, {grow, setup, statement}: PeerCase) {
  await prepare([...setup, ...grow])
  const before = await dataIds()
  const written = await status(runner, 'SESSION', 'Handler_write')
  await runner.query(statement)
  const copies = (await status(runner, 'SESSION', 'Handler_write')) - written >= 12 ** 4
  const after = await dataIds()
  await runner.query('UNLOCK TABLES')
  return {copies, rebuilds: [...before].some((id) => !after.has(id)) && [...after].some((id) => !before.has(id))}
}

/** `t readers, x nobody; copies, writes wait`. */
export async function observePeers(stage: Stage, each: PeerCase): Promise<string> {
  const tables = tablesOf(each.setup)
  const [table = 't'] = tables
  const waits: string[] = []
  for (const name of tables) waits.push(`${name} ${await waitsFor(stage, each, name)}`)
  const deeds: string[] = []
  const {copies, rebuilds} = await makesAnew(stage, each)
  if (rebuilds && each.grow.length > 0) {
    deeds.push(copies ? 'copies' : 'rebuilds')
    const isRead = await goesOn(stage, each, `SELECT note FROM ${table} WHERE id = 2`)
    const isWritten = await goesOn(stage, each, `UPDATE ${table} SET note = 'new' WHERE id = 2`)
    deeds.push(isWritten ? 'writes go on' : isRead ? 'writes wait' : 'reads wait')
  } else if (each.grow.length > 0 && !/TRUNCATE|DROP|EXCHANGE|CONVERT|DISCARD/.test(each.statement)) {
    deeds.push((await readsRows(stage, each, table)) ? 'reads rows' : 'reads no rows')
  }
  return [waits.join(', '), deeds.join(', ')].filter((part) => part !== '').join('; ')
}
