import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {obstaclesOf} from '../shadow/back/obstacles.js'
import {displayName} from '../view/relations.js'

/** What was made of a table since it was replaced may have no place in the old one. */
export const revert = definePreflightCheck({
  name: 'revert',
  summary: 'before `sqlsafe revert`: nothing has come to the new table that the old one cannot have',
  async check({connection, steps}) {
    const inputs = inputsOf(steps, 'shadow-swap').filter(({back}) => back === true)
    if (inputs.length === 0) return []
    const findings: PreflightFinding[] = []
    // Settings of the reading last as long as the transaction.
    await connection.execute('BEGIN READ ONLY')
    try {
      for (const input of inputs) {
        for (const reason of await obstaclesOf(connection, input)) {
          const expected = 'expected nothing in the way back'
          findings.push({severity: 'error', text: `Unexpected ${displayName(input.table)}, ${expected}: ${reason}`})
        }
      }
    } finally {
      await connection.execute('ROLLBACK')
    }
    return findings
  }
})
