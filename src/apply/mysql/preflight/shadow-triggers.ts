import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {triggersOf} from '../shadow/carried/triggers.js'
import {namesOf} from '../shadow/names.js'
import {locate, placeOf} from '../view/tables.js'

/** No statement moves a trigger: each is dropped and made anew while our lock lets nobody write. */
export const shadowTriggers = definePreflightCheck({
  name: 'shadow-triggers',
  summary: 'a table that is replaced by a copy has no triggers, which move to it one after the other',
  async check({connection, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const input of inputsOf(steps, 'shadow-swap')) {
      const names = namesOf(input)
      const triggers = await triggersOf(connection, names, names.source)
      if (triggers.length === 0) continue
      const {label} = locate(input.table, place)
      findings.push({
        severity: 'warning',
        text: `Unexpected triggers ${triggers.map(({name, when}) => `\`${name}\` (${when})`).join(', ')} on ${label}, expected none: they move to the new table while a lock keeps writers out, also from the tables that they use; if the server or our connection to it fails within these milliseconds one of them may be missing until the run goes on`
      })
    }
    return findings
  }
})
