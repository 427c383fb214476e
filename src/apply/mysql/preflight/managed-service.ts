import type {Connection, Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {writesRows} from '../../view/work.js'
import {serviceOf, settingsPlace} from '../view/service.js'
import {isOn, variablesOf} from '../view/variables.js'

/** What is not as elsewhere where a service runs the server. */
export const managedService = definePreflightCheck({
  name: 'managed-service',
  summary: 'what Aurora and RDS do in ways of their own with the binary log that batches write',
  async check({connection, steps}) {
    if (!writesRows(steps)) return []
    const service = await serviceOf(connection)
    const variables = await variablesOf(connection, ['log_bin', 'aurora_enhanced_binlog'])
    if (service === undefined || service === 'cloud-sql' || !isOn(variables.get('log_bin'))) return []
    return [
      ...(service === 'aurora' && !isOn(variables.get('aurora_enhanced_binlog')) ? [enhanced] : []),
      ...(await retention(connection))
    ]
  }
})

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Enhanced.binlog.html */
const enhanced: PreflightFinding = {
  severity: 'note',
  text: `Every row of a batch is written to the binary log too, which costs more here than elsewhere; \`aurora_enhanced_binlog = 1\` in ${settingsPlace.aurora} makes it cheaper (Aurora MySQL 3.03.1 and later), and where nothing reads it \`binlog_format = OFF\` takes it away`
}

/**
 * Logs are purged as soon as nobody on their side needs them: replicas of one's own may be late.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-stored-proc-configuring.html
 */
async function retention(connection: Connection): Promise<PreflightFinding[]> {
  const rows = await connection
    .query("SELECT value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'")
    .catch((error: unknown): Row[] => {
      refusalOf(error)
      return []
    })
  if (rows.length === 0 || rows[0]?.['value'] != null) return []
  return [
    {
      severity: 'note',
      text: "Binary logs are purged as soon as they can be: where a replica or a reader of your own may fall behind, `CALL mysql.rds_set_configuration('binlog retention hours', 24)`"
    }
  ]
}
