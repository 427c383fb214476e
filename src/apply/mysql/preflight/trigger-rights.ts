import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {shadowInputs} from '../../view/work.js'
import {triggersOf} from '../shadow/carried/triggers.js'
import {namesOf} from '../shadow/names.js'
import {grantsOf} from '../view/grants.js'
import {serviceOf, settingsPlace} from '../view/service.js'
import {isOn, variablesOf} from '../view/variables.js'
import {changesOf} from '../view/work.js'

/**
 * Where there is a binary log only those with SUPER may make triggers, which no managed service gives away, unless all are
 * trusted: `ER_BINLOG_CREATE_ROUTINE_NEED_SUPER`.
 * https://dev.mysql.com/doc/refman/8.4/en/stored-programs-logging.html
 */
export const triggerRights = definePreflightCheck({
  name: 'trigger-rights',
  summary: 'triggers may be made although there is a binary log',
  async check({connection, plan, settings, steps}) {
    const isNeeded =
      (await makesTriggers(connection, steps, settings)) ||
      (await changesOf(steps, plan)).some(({kind}) => kind === 'trigger.create')
    if (!isNeeded) return []
    const variables = await variablesOf(connection, ['log_bin', 'log_bin_trust_function_creators'])
    if (!isOn(variables.get('log_bin')) || isOn(variables.get('log_bin_trust_function_creators'))) return []
    if ((await grantsOf(connection))('SUPER', {})) return []
    const service = await serviceOf(connection)
    const how =
      service === undefined
        ? '`SET GLOBAL log_bin_trust_function_creators = 1`, and in its configuration'
        : `set it to 1 in ${settingsPlace[service]}`
    return [refusal(how)]
  }
})

/** Those that log keys, and those of a table itself, which move. */
async function makesTriggers(
  connection: Connection,
  steps: PreflightView['steps'],
  {capture}: PreflightView['settings']
): Promise<boolean> {
  const inputs = shadowInputs(steps)
  if (capture === 'triggers') return inputs.length > 0
  for (const input of inputs) {
    const names = namesOf(input)
    if ((await triggersOf(connection, names, names.source)).length > 0) return true
  }
  return false
}

function refusal(how: string): PreflightFinding {
  return {
    severity: 'error',
    text: `Unexpected \`log_bin_trust_function_creators = OFF\`, expected \`ON\` for an account without SUPER: with a binary log the server refuses its triggers; ${how}`
  }
}
