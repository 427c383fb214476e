import type {Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {inputsOf, writesRows} from '../../view/work.js'

/**
 * Standbys that batches wait for, one that every COMMIT would wait for in vain, and readers there that nobody sees.
 * https://www.postgresql.org/docs/current/hot-standby.html
 */
export const standbys = definePreflightCheck({
  name: 'standbys',
  summary: 'standby servers, and whether the synchronous ones are there',
  async check({connection, steps}) {
    const rows = await connection.query(
      `SELECT coalesce(application_name, '?') AS name, coalesce(sync_state, '') AS sync, NOT EXISTS (
         SELECT FROM pg_replication_slots s WHERE s.active_pid = r.pid AND s.slot_type = 'logical') AS physical
       FROM pg_stat_replication r WHERE state IS DISTINCT FROM 'backup' ORDER BY application_name`
    )
    const [settings] = await connection.query(
      `SELECT current_setting('synchronous_standby_names') AS names, current_setting('synchronous_commit') AS commit`
    )
    const names = text(settings, 'names')
    const waits = names !== '' && !['off', 'local'].includes(text(settings, 'commit'))
    const findings: PreflightFinding[] = []
    if (waits && !rows.some((row) => row['sync'] === 'sync' || row['sync'] === 'quorum')) {
      findings.push({
        severity: 'error',
        text: `Unexpected absence of the synchronous standby that \`synchronous_standby_names = ${names}\` asks for, expected it: each COMMIT would wait for ever; start it, or take it out of that setting`
      })
    }
    const physical = rows.filter((row) => row['physical'] === 't')
    if (physical.length > 0 && inputsOf(steps, 'shadow-swap').length > 0) {
      findings.push({
        severity: 'warning',
        text: `Unexpected standbys ${namesOf(physical)}, expected none whose readers keep to a snapshot: a transaction in REPEATABLE READ that began there before the table is replaced is not waited for, and sees the new table without rows; keep such readers (\`pg_dump\`, reports) away until the run is done`
      })
    }
    if (rows.length > 0 && writesRows(steps)) {
      findings.push({severity: 'note', text: `Batches wait for the standbys ${namesOf(rows)} when these lag behind`})
    }
    return findings
  }
})

function namesOf(rows: readonly Row[]): string {
  return rows.map((row) => `\`${text(row, 'name')}\``).join(', ')
}
