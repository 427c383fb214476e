/** Commits of batches that do not wait for the disk. */
import type {Connection} from '../connection/connection.js'
import {keepingSettings, settingsText} from './kept-settings.js'
import type {KeptSettings} from './kept-settings.js'

/**
 * The transaction at hand does not wait until the disk, or a standby, has its commit: a crash of the server may take the
 * last of such batches back. Each has its checkpoint with it, and goes with it, so the next run does it again. What others
 * commit later, what the journal says of the run among it, is on the disk after all that was committed before.
 *
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
export const commitsLate = "set_config('synchronous_commit', 'off', true)"

/** Begin a transaction of that kind, under the settings of the run. */
export async function commitLate(connection: Connection, settings: KeptSettings | undefined): Promise<void> {
  await connection.query(`SELECT ${commitsLate}, ${keepingSettings('$1')}`, [settingsText(settings)])
}
