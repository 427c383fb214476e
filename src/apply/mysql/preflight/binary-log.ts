import {inBytes} from '../../../core/sizes/duration.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {writesRows} from '../../view/work.js'
import {bytesOf} from '../view/sizes.js'
import {locateAll, placeOf} from '../view/tables.js'
import {isOn, variablesOf} from '../view/variables.js'
import {batchedOf, copiedOf} from '../view/work.js'

/** Tables below this size make no log worth a word. */
const worthMentioning = 1e9

/**
 * Batches run at `READ COMMITTED`, where the log has to have rows.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html
 */
export const binaryLog = definePreflightCheck({
  name: 'binary-log',
  summary: 'the binary log has rows, and how much of it batches will write',
  async check({connection, steps, tables}) {
    const variables = await variablesOf(connection, [
      'log_bin',
      'binlog_format',
      'binlog_row_image',
      'binlog_expire_logs_seconds',
      'expire_logs_days'
    ])
    if (!writesRows(steps) || !isOn(variables.get('log_bin'))) return []
    if (variables.get('binlog_format') === 'STATEMENT') {
      return [
        {
          severity: 'error',
          text: 'Unexpected `binlog_format = STATEMENT`, expected `ROW`: the server refuses batches at READ COMMITTED, and a copy would not be the same on replicas; `SET GLOBAL binlog_format = ROW` (sessions that are open keep theirs)'
        }
      ]
    }
    const place = await placeOf(connection)
    const located = locateAll(tables, place)
    const written = new Set([...copiedOf(steps, located, place), ...batchedOf(steps, located, place)])
    const bytes = await bytesOf(connection, [...written])
    return bytes < worthMentioning ? [] : [amount(bytes, variables)]
  }
})

function amount(bytes: number, variables: ReadonlyMap<string, string>): PreflightFinding {
  const image = variables.get('binlog_row_image') ?? 'FULL'
  const seconds = Number(variables.get('binlog_expire_logs_seconds') ?? 0)
  const days = Number(variables.get('expire_logs_days') ?? 0)
  const kept = seconds > 0 ? seconds : days * 86_400
  const keeping =
    kept > 0 ? `it is kept for ${String(Math.round(kept / 3600))} hours` : 'it is kept until somebody purges it'
  return {
    severity: 'note',
    text: `About ${inBytes(bytes)} of binary log and more, with \`binlog_row_image = ${image}\`; ${keeping}, on the same disk`
  }
}
