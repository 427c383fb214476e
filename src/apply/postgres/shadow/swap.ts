/** The new table takes the old one's place, in one transaction that others wait for only for a moment. */
import {quoteName} from '../../../core/fix/quote.js'
import type {ObjectName} from '../../../schema/catalog.js'
import type {Connection} from '../../connection.js'
import type {StepContext} from '../../step.js'
import {readAfterwards} from './afterwards.js'
import type {Afterwards} from './afterwards.js'
import {withFullNames} from './catalog/read.js'
import {endCapture} from './capture.js'
import {LockBudget} from './lock-budget.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {logLength, prepareWork, replay} from './replay.js'
import {printOf, versionsOf} from './shape-print.js'
import {clockOf, oldSnapshots} from './snapshots.js'

/** Keys that the last replay, while writers wait, may have to bring. */
export const lastReplay = 1000

/** What was met: why the tables did not change places yet. */
export type SwapOutcome = {swapped: true} | {swapped: false; because: string}

interface SwapView {
  connection: Connection
  context: Pick<StepContext, 'beside' | 'serverMajor'>
  record: ShadowRecord
  names: ShadowNames
  table: ObjectName
  /** All that the new table holds was committed before this time of the server, or is brought by the last replay. */
  quietSince: string
  /** Sessions that run one statement by itself have their locks already. */
  relaxed: boolean
}

/**
 * Swap, or take nothing.
 *
 * Writers wait from the first lock on; meanwhile another session brings the last rows, so that they are committed, and
 * seen by every snapshot that is taken later. From the first lock to the last no more than half of `deadlock_timeout`
 * goes by: so no session that waits for us can be told that it is in a deadlock.
 *
 * Locks: `SHARE ROW EXCLUSIVE`, then `ACCESS EXCLUSIVE` on the table; `ACCESS EXCLUSIVE` on views over it and on tables
 * that foreign keys tie to it.
 */
export async function swap(view: SwapView): Promise<SwapOutcome> {
  const {connection, context, names, record} = view
  const shape = await withFullNames(connection, () => printOf(connection, record.source))
  if (shape !== record.shape) {
    throw new Error(
      `Unexpected change of ${names.table} since its copy was begun, expected the same columns, indexes and constraints: abort, and begin again`
    )
  }
  const versions = await versionsOf(connection, record.source)
  const afterwards = await readAfterwards(connection, record, names, context.serverMajor)

  await connection.execute('SAVEPOINT sqlsafe_swap')
  const because = await lockAll(view, afterwards, versions)
  if (because !== undefined) {
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_swap')
    return {swapped: false, because}
  }
  await change(view, afterwards)
  return {swapped: true}
}

/** @returns Why it may not go on; the locks go with the savepoint. */
async function lockAll(view: SwapView, afterwards: Afterwards, versions: string): Promise<string | undefined> {
  const {connection, context, names, record} = view
  const budget = await LockBudget.of(connection)
  // A writer may hold the sequence while it waits for the table.
  for (const statement of afterwards.disown) await budget.run(statement)
  await budget.run(`LOCK TABLE ${names.table} IN SHARE ROW EXCLUSIVE MODE`)

  const last = await context.beside(budget.limits(), async (beside) => {
    await prepareWork(beside)
    if ((await logLength(beside, names, lastReplay + 1)) > lastReplay) return undefined
    return replay(beside, record, names, null)
  })
  if (last === undefined) return 'too many rows were written meanwhile'
  const since = last > 0 ? await clockOf(connection) : view.quietSince

  for (const {name, owner} of afterwards.views) await budget.run(`ALTER TABLE ${name} OWNER TO ${owner}`)
  for (const partner of afterwards.partners) await budget.run(`LOCK TABLE ${partner} IN ACCESS EXCLUSIVE MODE`)
  await budget.run(`LOCK TABLE ${names.table} IN ACCESS EXCLUSIVE MODE`)

  if ((await logLength(connection, names, 1)) > 0) return 'rows were written meanwhile'
  if ((await versionsOf(connection, record.source)) !== versions) return 'the table was altered meanwhile'
  const old = await oldSnapshots(connection, record, names, {since, relaxed: view.relaxed})
  return old.length > 0 ? `transactions that would not see all rows are open: ${old.join('; ')}` : undefined
}

/** Under the lock: only the catalog changes. */
async function change({connection, names, record, table}: SwapView, afterwards: Afterwards): Promise<void> {
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement)
  }
  const [schema, growing, keeping] = [table.schema, names.growing, names.keeping].map(quoteName)
  await run(afterwards.advance)
  await endCapture(connection, names.table, names)
  if (record.ownKeyIndex) await run([`DROP INDEX ${growing ?? ''}.sqlsafe_key`])
  await run([
    `CREATE SCHEMA ${keeping ?? ''}`,
    `COMMENT ON SCHEMA ${keeping ?? ''} IS 'sqlsafe: the old shape of ${names.table.replaceAll("'", "''")} is kept here'`,
    ...(await forOwner(connection, record, keeping ?? '')),
    `ALTER TABLE ${names.table} SET SCHEMA ${keeping ?? ''}`,
    `ALTER TABLE ${names.shadow} SET SCHEMA ${schema ?? ''}`
  ])
  await run(afterwards.after)
  await connection.execute(`UPDATE ${names.record} SET document = jsonb_set(document, '{validate}', $1::jsonb)`, [
    JSON.stringify(afterwards.validate)
  ])
  await run([`ALTER TABLE ${names.record} SET SCHEMA ${keeping ?? ''}`, `DROP SCHEMA ${growing ?? ''}`])
}

/** The owner of a table needs to be able to create where it goes. */
async function forOwner(connection: Connection, {source}: ShadowRecord, schema: string): Promise<string[]> {
  const rows = await connection.query<{owner: string}>(
    `SELECT quote_ident(pg_get_userbyid(relowner)) AS owner FROM pg_class
     WHERE oid = $1 AND relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user)
       AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)`,
    [source]
  )
  return rows.map(({owner}) => `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${owner}`)
}
