import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {leftoversOf} from '../leftovers.js'
import {text} from '../../connection/row.js'

/** What an earlier run left half done is in the way of the next, or costs every write. */
export const leftovers = definePreflightCheck({
  name: 'leftovers',
  summary: 'no other run is under way, and none has left something behind',
  async check({connection, plan}) {
    const open = await openRuns(connection)
    const other = open.find(({digest, id}) => digest !== plan.digest && id !== plan.reverts)
    if (other) {
      return [
        {
          severity: 'error',
          text: `Unexpected run ${other.id} of another plan that is not at its end (${other.status}), expected one at a time: ${other.isRevert ? '`sqlsafe revert` goes on with it, `sqlsafe abort` takes it back' : 'go on with that plan, or `sqlsafe abort` it'}`
        }
      ]
    }
    const found = await leftoversOf(connection)
    return found.flatMap(({kind, title}): PreflightFinding[] => {
      if (kind === 'kept' && plan.reverts !== undefined) return []
      if (kind === 'kept') return [{severity: 'note', text: `There is ${title}: \`sqlsafe cleanup\` drops it`}]
      // Of the run that is gone on with.
      if (kind === 'journal' || open.length > 0) return []
      return [{severity: 'error', text: `Unexpected remains (${title}), expected none: \`sqlsafe cleanup\` drops it`}]
    })
  }
})

interface OpenRun {
  id: string
  digest: string
  status: string
  isRevert: boolean
}

async function openRuns(connection: Connection): Promise<OpenRun[]> {
  const [journal] = await connection.query("SELECT to_regclass('sqlsafe.run') AS run")
  if (journal?.['run'] == null) return []
  const rows = await connection.query(
    "SELECT id, digest, status, plan ? 'reverts' AS reverts FROM sqlsafe.run WHERE status NOT IN ('done', 'aborted')"
  )
  return rows.map((row) => ({
    id: text(row, 'id'),
    digest: text(row, 'digest'),
    status: text(row, 'status'),
    isRevert: row['reverts'] === 't'
  }))
}
