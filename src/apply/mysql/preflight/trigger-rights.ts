import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {shadowInputs} from '../../view/work.js'
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
  async check({connection, plan, steps}) {
    const isNeeded =
      shadowInputs(steps).length > 0 || (await changesOf(steps, plan)).some(({kind}) => kind === 'trigger.create')
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

function refusal(how: string): PreflightFinding {
  return {
    severity: 'error',
    text: `Unexpected \`log_bin_trust_function_creators = OFF\`, expected \`ON\` for an account without SUPER: with a binary log the server refuses its triggers; ${how}`
  }
}
