import {definePreflightCheck} from '../../preflight.js'
import {variablesOf} from '../view/variables.js'
import {changesDefinitions} from '../view/work.js'

/**
 * While a change waits for its metadata lock, others wait behind it: those with less patience fail.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_lock_wait_timeout
 */
export const lockWait = definePreflightCheck({
  name: 'lock-wait',
  summary: "how long others wait behind a change that waits for its lock, by the server's `lock_wait_timeout`",
  async check({connection, settings, steps}) {
    if (!changesDefinitions(steps)) return []
    const seconds = Number((await variablesOf(connection, ['lock_wait_timeout'])).get('lock_wait_timeout') ?? 0)
    const own = Math.max(1, Math.ceil(settings.lockTimeoutMs / 1000))
    const behind = `statements of others stand behind a change that waits for its lock, up to ${String(own)} s (\`lock-timeout\`)`
    const builds = steps.some(({kind, locks}) => kind === 'ddl' && locks.some(({long}) => long))
    const lost = builds ? '. What builds an index, or the table, begins anew where it has to give way at its end' : ''
    if (seconds > own) {
      return [
        {
          severity: 'note',
          text: `${behind.charAt(0).toUpperCase()}${behind.slice(1)}; the server lets them wait ${String(seconds)} s (\`lock_wait_timeout\`)${lost}`
        }
      ]
    }
    return [
      {
        severity: 'warning',
        text: `Unexpected \`lock_wait_timeout = ${String(seconds)}\` of the server, expected more than the ${String(own)} s of \`lock-timeout\`: ${behind}, and fail where that is longer than they wait`
      }
    ]
  }
})
