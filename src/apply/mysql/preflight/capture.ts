import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {shadowInputs} from '../../view/work.js'
import {logStatus} from '../binlog/dump.js'
import {errorNumber} from '../error-kind.js'
import {channelsOf} from '../view/channels.js'
import {locate, placeOf} from '../view/tables.js'
import {isOn, variablesOf} from '../view/variables.js'

/** Images of rows that have the key before the write. */
const images = /^(?:FULL|FULL_NODUP|NOBLOB)$/i

/** A log that is gone sooner may be missed when a run is gone on with. */
const soonSeconds = 3600

/** Rows that the binary log does not tell are not copied: https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html */
export const capture = definePreflightCheck({
  name: 'capture',
  summary: 'with `--capture binlog`, the binary log tells every row that is written to the tables that are copied',
  async check({connection, plan, settings, steps}) {
    const inputs = shadowInputs(steps)
    if (settings.capture !== 'binlog' || inputs.length === 0) return []
    const variables = await variablesOf(connection, [
      'log_bin',
      'binlog_format',
      'binlog_row_image',
      'binlog_order_commits',
      'binlog_expire_logs_seconds',
      'log_replica_updates',
      'log_slave_updates'
    ])
    if (!isOn(variables.get('log_bin'))) return [lack('a server without a binary log', '`log_bin = ON`')]
    const place = await placeOf(connection)
    const schemas = new Set(inputs.map(({table}) => locate(table, place).schema))
    const follows = (await channelsOf(connection, plan.dialect)).length > 0
    const passesOn = isOn(variables.get('log_replica_updates') ?? variables.get('log_slave_updates'))
    return [
      ...settingsOf(variables),
      ...(await filtersOf(connection, schemas)),
      ...(follows && !passesOn
        ? [lack('a replica that does not log what it replicates', '`log_replica_updates = ON`')]
        : []),
      ...(await sessionsOf(connection))
    ]
  }
})

function lack(what: string, expected: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected ${what}, expected ${expected}, or \`--capture triggers\``}
}

function settingsOf(variables: ReadonlyMap<string, string>): PreflightFinding[] {
  const format = variables.get('binlog_format') ?? 'ROW'
  const image = variables.get('binlog_row_image') ?? 'FULL'
  const seconds = Number(variables.get('binlog_expire_logs_seconds') ?? 0)
  return [
    ...(format === 'ROW' ? [] : [lack(`\`binlog_format = ${format}\``, '`ROW`, in all sessions')]),
    ...(images.test(image) ? [] : [lack(`\`binlog_row_image = ${image}\``, '`FULL`, in all sessions')]),
    ...(variables.get('binlog_order_commits') === 'OFF'
      ? [lack('`binlog_order_commits = OFF`', '`ON`: a row is read once its transaction is seen by others')]
      : []),
    ...(seconds > 0 && seconds < soonSeconds
      ? [
          {
            severity: 'warning' as const,
            text: `Unexpected \`binlog_expire_logs_seconds = ${String(seconds)}\`, expected a log that is kept as long as a run may be stopped: without it the copy has to be begun again`
          }
        ]
      : [])
  ]
}

/** Databases that the log leaves out. */
async function filtersOf(connection: Connection, schemas: ReadonlySet<string>): Promise<PreflightFinding[]> {
  const row = await logStatus((sql) => connection.query(sql)).catch((error: unknown) => {
    // Who may not see it is told so with the privileges.
    if (errorNumber(error) !== denied) throw error
    return undefined
  })
  const list = (text: string | null | undefined): string[] => (text ?? '').split(',').filter((name) => name !== '')
  const [only, without] = [list(row?.['Binlog_Do_DB']), list(row?.['Binlog_Ignore_DB'])]
  const lacking = [...schemas].filter(
    (schema) => (only.length > 0 && !only.includes(schema)) || without.includes(schema)
  )
  return lacking.map((schema) =>
    lack(`\`binlog_do_db\` or \`binlog_ignore_db\`, which leave ${schema} out`, 'a log of all databases')
  )
}

/** `ER_SPECIFIC_ACCESS_DENIED_ERROR` */
const denied = 1227

/** MySQL shows what sessions have set; nobody can tell what they will. */
async function sessionsOf(connection: Connection): Promise<PreflightFinding[]> {
  const rows = await connection
    .query(
      `SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value, count(*) AS sessions FROM performance_schema.variables_by_thread
       WHERE VARIABLE_NAME = 'sql_log_bin' AND VARIABLE_VALUE = 'OFF' OR VARIABLE_NAME = 'binlog_format' AND VARIABLE_VALUE <> 'ROW'
       GROUP BY VARIABLE_NAME, VARIABLE_VALUE`
    )
    .catch((error: unknown) => {
      if (errorNumber(error) === undefined) throw error
      return []
    })
  return rows.map(({name, sessions, value}) => ({
    severity: 'warning',
    text: `Unexpected sessions with \`${name ?? ''} = ${value ?? ''}\` (${sessions ?? ''}), expected none: rows that they write are not in the binary log, or stop the copy`
  }))
}
