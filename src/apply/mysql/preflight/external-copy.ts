import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {tablesOf} from '../../run/tables-of.js'
import {inputsOf} from '../../view/work.js'
import {lossesOf} from '../external/losses.js'
import {incomingKeys} from '../view/incoming-keys.js'
import {isSame, locate, placeOf} from '../view/tables.js'
import type {Located} from '../view/tables.js'

/** What is found here is looked for once more when the step begins. */
export const externalCopy = definePreflightCheck({
  name: 'external-copy',
  summary: 'pt-online-schema-change (`--engine pt-osc`) cuts no values, and loses no rows that become the same',
  async check({connection, settings, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const [index, step] of steps.entries()) {
      const [input] = inputsOf([step], 'external-copy')
      // What another database has under the name is not looked at from here.
      if (input === undefined || 'database' in step.settings) continue
      const table = locate(input.table, place)
      const earlier = tablesOf(steps.slice(0, index), 'mysql').map((each) => locate(each, place))
      if (earlier.some((each) => isSame(each, table))) continue
      const reasons = (await columnsThere(connection, table))
        ? await lossesOf(connection, input, settings)
        : ['it does not exist']
      const children = (await incomingKeys(connection, table)).map(({child}) => locate(child, place).label)
      if (children.length > 0 && input.program === 'pt-online-schema-change') {
        findings.push({
          severity: 'warning',
          text: `Unexpected foreign keys of ${children.join(', ')} to ${table.label}, expected none: ${input.program} makes them anew after the swap, also under other names, and nobody can write to those tables meanwhile`
        })
      }
      findings.push(
        ...reasons.map((reason) => ({
          severity: 'error' as const,
          text: `Unexpected change of ${table.label} for ${input.program}, expected one that loses nothing: ${reason}`
        }))
      )
    }
    return findings
  }
})

async function columnsThere(connection: Connection, {name, schema}: Located): Promise<boolean> {
  const rows = await connection.query(
    'SELECT 1 AS it FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? LIMIT 1',
    [schema, name]
  )
  return rows.length > 0
}
