import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {actingKeysOf} from '../shadow/carried/foreign-keys.js'
import {cascadesUnseen} from '../shadow/cascades.js'
import {namesOf} from '../shadow/names.js'
import {locate, placeOf} from '../view/tables.js'

/** Where they fire no triggers at all the table is refused, by the check for what a copy cannot have. */
export const shadowCascadingKeys = definePreflightCheck({
  name: 'shadow-cascading-keys',
  summary: 'a table that is replaced by a copy has no foreign keys that change its rows by themselves',
  async check({connection, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const input of inputsOf(steps, 'shadow-swap')) {
      const keys = await actingKeysOf(connection, namesOf(input))
      if (keys.length === 0 || (await cascadesUnseen(connection)) !== undefined) continue
      const shown = keys.map(({actions, name, parent}) => `\`${name}\` to \`${parent}\` (${actions})`).join(', ')
      findings.push({
        severity: 'warning',
        text: `Unexpected foreign keys ${shown} of ${locate(input.table, place).label}, expected none that change rows by themselves: triggers of ours see that as long as every session has \`enable_cascade_triggers\` on, which is so now and is looked at again under the lock of the swap; one that sets it off for itself, and ends before, may change rows that the copy then has as they were`
      })
    }
    return findings
  }
})
