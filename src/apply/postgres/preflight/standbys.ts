import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../row.js'
import {writesRows} from '../../view/work.js'

/** Standbys that batches wait for, and one that every COMMIT would wait for in vain. */
export const standbys = definePreflightCheck({
  name: 'standbys',
  summary: 'standby servers, and whether the synchronous ones are there',
  async check({connection, steps}) {
    const rows = await connection.query(
      `SELECT coalesce(application_name, '?') AS name, coalesce(sync_state, '') AS sync
       FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup' ORDER BY application_name`
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
        text: `Unexpected absence of the synchronous standby that \`synchronous_standby_names = ${names}\` asks for, expected it: each COMMIT would wait for ever`
      })
    }
    if (rows.length > 0 && writesRows(steps)) {
      const found = rows.map((row) => `\`${text(row, 'name')}\``).join(', ')
      findings.push({severity: 'note', text: `Batches wait for the standbys ${found} when these lag behind`})
    }
    return findings
  }
})
