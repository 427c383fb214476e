import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {reasonsOf} from '../shadow/refuse.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'
import {inputsOf} from '../../view/work.js'

/** A table that is replaced by a copy loses what the copy cannot have: better to know before the first step. */
export const shadowTable = definePreflightCheck({
  name: 'shadow-table',
  summary: 'a table that is to be replaced by a copy has nothing that a copy cannot have',
  async check({connection, steps}) {
    const tables = inputsOf(steps, 'shadow-create').map(({table}) => table)
    if (tables.length === 0) return []
    const rows = await connection.query(
      `${family} SELECT w.oid, w.schema, w.name FROM wanted w ORDER BY w.schema, w.name`,
      [asParameter(tables)]
    )
    const findings: PreflightFinding[] = []
    for (const row of rows) {
      for (const reason of await reasonsOf(connection, Number(text(row, 'oid')))) {
        const expected = 'expected a table that can be replaced by a copy'
        findings.push({severity: 'error', text: `Unexpected ${tableOf(row)}, ${expected}: ${reason}`})
      }
    }
    return findings
  }
})
