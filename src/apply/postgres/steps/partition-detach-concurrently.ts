import {quoteFullName} from '../../../sql/postgres.js'
import type {PartitionDetachInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'

type State = 'attached' | 'pending' | 'detached'

/** https://www.postgresql.org/docs/current/catalog-pg-inherits.html: `inhdetachpending` */
async function stateOf(connection: Connection, {partition, table}: PartitionDetachInput): Promise<State> {
  const [row] = await connection.query(
    'SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)',
    [quoteFullName(table), quoteFullName(partition)]
  )
  if (!row) return 'detached'
  return row['pending'] === 't' ? 'pending' : 'attached'
}

/**
 * Detach a partition while others read and write; one that was cut off is finished.
 *
 * Locks: `SHARE UPDATE EXCLUSIVE` on the parent, and on the partition for a moment `ACCESS EXCLUSIVE`. It waits for
 * every transaction that uses the parent.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 */
export const partitionDetachConcurrently = defineStep({
  kind: 'partition-detach-concurrently',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: true,
  // Its end takes a strong lock on the partition: rather try again than have readers wait behind it.
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: ({partition, table}) => [
    `ALTER TABLE ${quoteFullName(table)} DETACH PARTITION ${quoteFullName(partition)} CONCURRENTLY`
  ],
  isDone: async (connection, input) => (await stateOf(connection, input)) === 'detached',
  async run(connection, input) {
    const [table, partition] = [quoteFullName(input.table), quoteFullName(input.partition)]
    const how = (await stateOf(connection, input)) === 'pending' ? 'FINALIZE' : 'CONCURRENTLY'
    await connection.execute(`ALTER TABLE ${table} DETACH PARTITION ${partition} ${how}`)
    return {done: true, state: null}
  },
  async abort(connection, input) {
    if ((await stateOf(connection, input)) !== 'pending') return
    throw new Error(
      `Unexpected partition \`${input.partition.name}\` that is half detached, expected one that is still attached: the server knows only the way on, which \`sqlsafe apply\` goes`
    )
  }
})
