import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {channelsOf} from '../view/channels.js'
import {isOn, variablesOf} from '../view/variables.js'

/**
 * A replica, a reader of a cluster, and a session that may only read.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_read_only
 */
export const readOnly = definePreflightCheck({
  name: 'read-only',
  summary: 'the server is no replica, and sessions may write',
  async check({connection, plan}) {
    const variables = await variablesOf(connection, [
      'innodb_read_only',
      'super_read_only',
      'read_only',
      'tx_read_only'
    ])
    const name = ['innodb_read_only', 'super_read_only', 'read_only'].find((each) => isOn(variables.get(each)))
    if (name !== undefined) {
      return [error(`\`${name} = ON\``, '`OFF`: this is a replica or a reader; connect to the server that it follows')]
    }
    // Those who may write in spite of `read_only` may still have a session that only reads.
    const variable = plan.dialect === 'mariadb' ? 'tx_read_only' : 'transaction_read_only'
    const [session] = await connection.query(`SELECT @@session.${variable} AS only_reads`)
    if (isOn(session?.['only_reads'] ?? undefined)) return [error(`\`${variable} = ON\``, '`OFF`')]
    const channels = await channelsOf(connection, plan.dialect).catch((refused: unknown) => {
      // Who may not see it is told so by `privileges`.
      refusalOf(refused)
      return []
    })
    return channels.map(({source}) => ({
      severity: 'warning',
      text: `Unexpected replica of ${source} that may be written to, expected its source: what is done here is not done there, so accept it only where both are meant to be written to`
    }))
  }
})

function error(found: string, expected: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected ${found}, expected ${expected}`}
}
