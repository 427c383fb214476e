import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {newCheckNames} from '../shadow/carried/checks.js'
import {namesOf} from '../shadow/names.js'
import {isMariadb} from '../shadow/session.js'
import {locate, placeOf} from '../view/tables.js'

/** A copy cannot have checks of the same names in the same database, and MySQL cannot rename one. */
export const shadowCheckNames = definePreflightCheck({
  name: 'shadow-check-names',
  summary:
    'a table that is replaced by a copy has no CHECK constraints with names of their own, which MySQL would change',
  async check({connection, steps}) {
    // Its checks have names within their table.
    if (await isMariadb(connection)) return []
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const input of inputsOf(steps, 'shadow-create')) {
      const changed = await newCheckNames(connection, namesOf(input))
      if (changed.length === 0) continue
      const list = changed.map(({becomes, name}) => `\`${name}\` becomes \`${becomes}\``).join(', ')
      findings.push({
        severity: 'warning',
        text: `Unexpected names of CHECK constraints of ${locate(input.table, place).label}, expected those that the server gives: the new table cannot have them while the old one is there, and none can be renamed: ${list}; later migrations have to use the new names`
      })
    }
    return findings
  }
})
