import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {findKeys} from '../keys.js'
import {namesOf} from '../shadow/names.js'
import {reasonsOf} from '../shadow/refuse.js'
import {locate, placeOf} from '../view/tables.js'

/** A table that is replaced by a copy loses what the copy cannot have: better to know before the first step. */
export const shadowTable = definePreflightCheck({
  name: 'shadow-table',
  summary: 'a table that is to be replaced by a copy has a key to walk along, and nothing that a copy cannot have',
  async check({connection, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const input of inputsOf(steps, 'shadow-create')) {
      const {label} = locate(input.table, place)
      const reasons = await reasonsOf(connection, namesOf(input))
      if (reasons.length === 0 && (await findKeys(connection, input.table, true)).length === 0) {
        reasons.push('it has no unique key over whole columns that cannot be NULL and are no floats')
      }
      const expected = 'expected a table that can be replaced by a copy'
      findings.push(
        ...reasons.map((reason) => ({severity: 'error' as const, text: `Unexpected ${label}, ${expected}: ${reason}`}))
      )
    }
    return findings
  }
})
