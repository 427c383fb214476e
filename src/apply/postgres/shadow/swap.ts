/** The new table takes the old one's place, in one transaction that others wait for only for a moment. */
import {quoteName} from '../../../sql/postgres.js'
import type {Connection} from '../../connection/connection.js'
import {readAfterwards} from './afterwards.js'
import type {Afterwards} from './afterwards.js'
import {withFullNames} from './catalog/read.js'
import {endCapture} from './capture.js'
import {guardStatements} from './guard.js'
import type {Guard} from './guard.js'
import {advance, boundsOf} from './identities.js'
import {keepInSync} from './back/keep.js'
import type {ShadowRecord} from './record.js'
import {ShadowRefusedError, reasonsOf} from './refuse.js'
import {printOf, versionsOf} from './shape-print.js'
import {lockAll} from './swap-locks.js'
import type {LockOrder, SwapView} from './swap-locks.js'

/** What was met: why the tables did not change places yet, and who has to end before. */
export type SwapOutcome = {swapped: true} | {swapped: false; because: string; older?: string; order: LockOrder}

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
  const reasons = await reasonsOf(connection, record.source, true)
  if (reasons.length > 0) throw new ShadowRefusedError(names.table, reasons)
  const versions = await versionsOf(connection, record.source)
  const afterwards = await readAfterwards(connection, record, names, context.serverMajor)

  await connection.execute('SAVEPOINT sqlsafe_swap')
  const locked = await lockAll(view, afterwards, versions)
  if ('because' in locked) {
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_swap')
    return {swapped: false, ...locked}
  }
  await change(view, afterwards, locked.guard)
  return {swapped: true}
}

/** Under the lock: only the catalog changes. */
async function change(
  {connection, keep, names, record}: SwapView,
  afterwards: Afterwards,
  guard: Guard | undefined
): Promise<void> {
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement)
  }
  const [growing, keeping] = [names.growing, names.keeping].map(quoteName)
  await run(record.back?.restore ?? [])
  const bounds = keep === undefined ? [] : await boundsOf(connection, afterwards.identities, names)
  for (const identity of afterwards.identities) await advance(connection, identity)
  await endCapture(connection, names.table, names)
  if (record.ownKeyIndex) await run([`DROP INDEX ${growing ?? ''}.sqlsafe_key`])
  await run([
    `CREATE SCHEMA ${keeping ?? ''}`,
    `COMMENT ON SCHEMA ${keeping ?? ''} IS 'sqlsafe: the old shape of ${names.table.replaceAll("'", "''")} is kept here'`,
    ...(await forOwner(connection, record, keeping ?? '')),
    `ALTER TABLE ${names.table} SET SCHEMA ${keeping ?? ''}`,
    `ALTER TABLE ${names.shadow} SET SCHEMA ${names.schema}`
  ])
  await run(afterwards.after)
  if (guard) await run(guardStatements(names, guard))
  const turned = keep && (await keepInSync(connection, record, {...keep, restore: bounds}))
  await connection.execute(`UPDATE ${names.record} SET document = document || $1::jsonb`, [
    JSON.stringify({...turned, validate: afterwards.validate, guard})
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
