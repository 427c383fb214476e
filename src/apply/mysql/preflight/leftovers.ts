import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {leftoversOf} from '../leftovers.js'
import {placeOf} from '../view/tables.js'

/** What an earlier run left half done is in the way of the next, or costs every write. */
export const leftovers = definePreflightCheck({
  name: 'leftovers',
  summary: 'no other run is under way, and none has left something behind',
  async check({connection, plan}) {
    const {database} = await placeOf(connection)
    const open = await openRuns(connection, database)
    const other = open.find(({digest}) => digest !== plan.digest)
    if (other) {
      return [
        {
          severity: 'error',
          text: `Unexpected run ${other.id} of another plan that is not at its end (${other.status}), expected one at a time: go on with that plan, or \`sqlsafe abort\` it`
        }
      ]
    }
    const found = await leftoversOf(connection, database)
    return found.flatMap(({kind, title}): PreflightFinding[] => {
      if (kind === 'kept') return [{severity: 'note', text: `There is ${title}: \`sqlsafe cleanup\` drops it`}]
      // Open: of the run that is gone on with.
      if (kind === 'journal' || kind === 'tried' || open.length > 0) return []
      return [{severity: 'error', text: `Unexpected remains (${title}), expected none: \`sqlsafe cleanup\` drops it`}]
    })
  }
})

interface OpenRun {
  id: string
  digest: string
  status: string
}

async function openRuns(connection: Connection, database: string): Promise<OpenRun[]> {
  const there = await connection.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'sqlsafe' AND table_name = 'run'"
  )
  if (there.length === 0) return []
  const rows = await connection.query(
    "SELECT id, digest, status FROM sqlsafe.run WHERE target = ? AND status NOT IN ('done', 'aborted')",
    [database]
  )
  return rows.map((row) => ({id: text(row, 'id'), digest: text(row, 'digest'), status: text(row, 'status')}))
}
