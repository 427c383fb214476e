/** The locks of the swap, in an order and a time in which nobody is told of a deadlock, and what is looked at under them. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {ShadowInput} from '../../../plan/steps.js'
import type {StepContext} from '../../step.js'
import {errorKind} from '../error-kind.js'
import type {Afterwards} from './afterwards.js'
import type {Guard} from './guard.js'
import {LockBudget} from './lock-budget.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {logLength, prepareWork, replay} from './replay.js'
import {versionsOf} from './shape-print.js'
import {clockOf, oldSnapshots} from './snapshots.js'
import type {Look, OldSnapshot} from './snapshots.js'

/** Keys that the last replay, while writers wait, may have to bring. */
export const lastReplay = 1000

const lookAgainMs = 5

export interface SwapView {
  connection: Connection
  context: Pick<StepContext, 'beside' | 'serverMajor' | 'settings'>
  record: ShadowRecord
  names: ShadowNames
  /** All that the new table holds was committed before this time of the server, or is brought by the last replay. */
  quietSince: string
  /** There was no moment without writers: those that wait are let be, and the guard refuses whom it has to. */
  relaxed: boolean
  /** What is locked first. */
  order: LockOrder
  /** The old table is kept in sync, for this run to be taken back by `sqlsafe revert`. */
  keep?: {input: ShadowInput; run: string} | undefined
}

/** Most writers lock the table before they take a number of its sequence; some take a number first. */
export type LockOrder = 'table' | 'sequences'

/**
 * Why the tables may not change places now, or what has to guard the new one.
 *
 * `older`: transactions began before this time that have to end first.
 */
export type Locked = {because: string; older?: string; order: LockOrder} | {guard: Guard | undefined}

/**
 * Take all locks, or none: those that are taken go with the savepoint of the caller.
 *
 * Who holds a sequence and waits for the table, or the other way round, keeps us waiting until our time is over: then
 * the other order is tried.
 */
export async function lockAll(view: SwapView, afterwards: Afterwards, versions: string): Promise<Locked> {
  const {connection, order} = view
  if (afterwards.sequences.length === 0) return lockInOrder(view, afterwards, versions)
  await connection.execute('SAVEPOINT sqlsafe_locks')
  try {
    return await lockInOrder(view, afterwards, versions)
  } catch (error) {
    if (errorKind(error) !== 'busy') throw error
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_locks')
    return lockInOrder({...view, order: order === 'table' ? 'sequences' : 'table'}, afterwards, versions)
  }
}

async function lockInOrder(
  view: SwapView,
  {partners, sequences, views}: Afterwards,
  versions: string
): Promise<Locked> {
  const {connection, context, names, order, record} = view
  const budget = await LockBudget.of(connection, context.settings)
  if (order === 'sequences') for (const statement of sequences) await budget.run(statement)
  await budget.run(`LOCK TABLE ${names.table} IN SHARE ROW EXCLUSIVE MODE`)

  const last = await replayLast(view, budget)
  if (last === undefined) return {because: 'too many rows were written meanwhile', order}
  const since = last.taken > 0 ? await clockOf(connection) : view.quietSince
  const old = await outlast(view, budget, {since, last: last.transaction})
  const inTheWay = old.filter(({kind}) => !last.mayPass.includes(kind))
  if (inTheWay.length > 0) return {...reasonOf(inTheWay, since), order}

  if (order === 'table') for (const statement of sequences) await budget.run(statement)
  for (const {name, owner} of views) await budget.run(`ALTER TABLE ${name} OWNER TO ${owner}`)
  for (const partner of partners) await budget.run(`LOCK TABLE ${partner} IN ACCESS EXCLUSIVE MODE`)
  await budget.run(`LOCK TABLE ${names.table} IN ACCESS EXCLUSIVE MODE`)

  if ((await logLength(connection, names, 1)) > 0) return {because: 'rows were written meanwhile', order}
  if ((await versionsOf(connection, record.source)) !== versions)
    return {because: 'the table was altered meanwhile', order}
  return {guard: old.length > 0 ? {last: last.transaction, since: await clockOf(connection)} : undefined}
}

/** What the last replay brought. */
interface LastReplay {
  taken: number
  /** Its id. */
  transaction: string
  /** Old snapshots that are let be. */
  mayPass: ReadonlyArray<OldSnapshot['kind']>
}

/** Bring the last rows; `undefined`: they are too many to let writers wait. */
async function replayLast(
  {context, names, record, relaxed}: SwapView,
  budget: LockBudget
): Promise<LastReplay | undefined> {
  return context.beside(budget.limits(), async (beside) => {
    await prepareWork(beside, record)
    if ((await logLength(beside, names, lastReplay + 1)) > lastReplay) return undefined
    const taken = await replay(beside, record, names, null)
    const [row] = await beside.query<{id: string; keeps: string}>(
      `SELECT pg_current_xact_id()::text AS id, old_snapshots::text AS keeps FROM ${names.record}`
    )
    // Where writers are known to keep to their snapshots, those that wait may be such.
    const writers = row?.keeps === 'false' ? ['writer' as const] : []
    return {taken, transaction: row?.id ?? '', mayPass: relaxed ? ['statement', ...writers] : []}
  })
}

/**
 * Who has a snapshot without the last rows, once all have gone who go by themselves within our time. Whoever is seen
 * without a snapshot once takes a new one, and whoever comes later has one that is new enough.
 */
async function outlast({connection}: SwapView, budget: LockBudget, look: Look): Promise<OldSnapshot[]> {
  let old = await oldSnapshots(connection, look)
  // Half of the time is kept for the locks that are still to be taken.
  const end = budget.left() / 2
  while (old.some(({kind}) => kind !== 'writer') && budget.left() > end) {
    await sleep(lookAgainMs)
    const still = new Map((await oldSnapshots(connection, look)).map((each) => [each.key, each]))
    old = old.flatMap(({key}) => still.get(key) ?? [])
  }
  return old
}

function reasonOf(inTheWay: readonly OldSnapshot[], since: string): {because: string; older?: string} {
  const who = inTheWay.slice(0, 5).map((each) => each.who)
  const because = `transactions that might not see all rows are open: ${who.join('; ')}`
  // Writers go on as soon as we give way.
  return inTheWay.every(({kind}) => kind === 'writer') ? {because} : {because, older: since}
}
