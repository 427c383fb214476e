import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {errorNumber} from '../error-kind.js'
import {HiddenKeysError, referencesTo} from '../shadow/carried/references.js'
import {namesOf} from '../shadow/names.js'
import {locate, placeOf} from '../view/tables.js'

/**
 * Foreign keys follow the table that they refer to when it is renamed, so they are turned to the copy right before.
 * https://dev.mysql.com/doc/refman/8.4/en/rename-table.html
 */
export const shadowIncomingKeys = definePreflightCheck({
  name: 'shadow-incoming-keys',
  summary: 'no foreign key of another table refers to one that is replaced by a copy: it has to be made anew',
  async check({connection, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const input of inputsOf(steps, 'shadow-swap')) {
      const keys = await referencesTo(connection, namesOf(input)).catch((error: unknown) => {
        if (error instanceof HiddenKeysError) {
          findings.push({severity: 'error', text: error.message})
          return []
        }
        // Who may not see them is told so by the check for what a copy cannot have.
        if (errorNumber(error) !== denied) throw error
        return []
      })
      if (keys.length === 0) continue
      const shown = keys.map(({child, name}) => `\`${name}\` of ${locate(child, place).label}`).join(', ')
      findings.push({
        severity: 'warning',
        text: `Unexpected foreign keys to ${locate(input.table, place).label} (${shown}), expected none: in the moment of the swap these tables are locked too, and each key is dropped and made anew without a look at the rows, which a query does afterwards; the server may end a transaction that has used one of the tables and wants the other as a deadlock (error 1213); if sqlsafe itself is ended within these milliseconds, new rows may be refused (error 1452) until the run goes on`
      })
    }
    return findings
  }
})

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_SPECIFIC_ACCESS_DENIED_ERROR` */
const denied = 1227
