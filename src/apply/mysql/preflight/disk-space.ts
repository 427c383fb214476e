import {inBytes} from '../../../core/sizes/duration.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {inputsOf} from '../../view/work.js'
import {sizeOf} from '../view/sizes.js'
import type {Size} from '../view/sizes.js'
import {isSame, locate, locateAll, ofTables, placeOf} from '../view/tables.js'
import type {Located} from '../view/tables.js'
import {variablesOf} from '../view/variables.js'
import {copiedOf} from '../view/work.js'

/** Tables below this size need no word about disks. */
const worthMentioning = 1e9

/** No SQL tells how much of a disk is free; what will be needed is told, and where. */
export const diskSpace = definePreflightCheck({
  name: 'disk-space',
  summary: 'how much disk the steps need (what is free is not known to the server)',
  async check({connection, steps, tables}) {
    const place = await placeOf(connection)
    const located = locateAll(tables, place)
    const copied = copiedOf(steps, located, place)
    const rebuilt = inputsOf(steps, 'ddl')
      .filter(({statement}) => /\bALGORITHM\s*=?\s*(?:INPLACE|COPY|NOCOPY)\b/i.test(statement))
      .flatMap((input) => input.tables.map((table) => locate(table, place)))
    const variables = await variablesOf(connection, [
      'datadir',
      'tmpdir',
      'innodb_tmpdir',
      'innodb_online_alter_log_max_size'
    ])
    const findings: PreflightFinding[] = []
    for (const table of located) {
      const size = await sizeOf(connection, table)
      if (size === undefined || size.data + size.indexes < worthMentioning) continue
      if (copied.includes(table)) findings.push(copyOf(table, size, variables))
      if (!rebuilt.some((each) => isSame(each, table))) continue
      findings.push(rebuildOf(table, size, variables), ...(await logOf(connection, table, size, variables)))
    }
    return findings
  }
})

const unknown = 'how much is free there is unknown to the server: see for yourself'

function copyOf({label}: Located, {data, indexes}: Size, variables: ReadonlyMap<string, string>): PreflightFinding {
  const where = `\`${variables.get('datadir') ?? ''}\``
  return {
    severity: 'note',
    text: `About ${inBytes(data + indexes)} in ${where} for a second copy of ${label}; ${unknown}`
  }
}

/** https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-space-requirements.html */
function rebuildOf({label}: Located, {data, indexes}: Size, variables: ReadonlyMap<string, string>): PreflightFinding {
  const temporary = variables.get('innodb_tmpdir') || (variables.get('tmpdir') ?? '')
  return {
    severity: 'note',
    text: `Up to ${inBytes(data + indexes)} beside ${label} in \`${variables.get('datadir') ?? ''}\`, and as much for sorting in \`${temporary}\` (\`innodb_tmpdir\`), should the server build it or its indexes anew; ${unknown}`
  }
}

/**
 * What is written to the table meanwhile is kept in a log of limited size; where that is full the change fails, at its
 * end. https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_online_alter_log_max_size
 */
async function logOf(
  connection: Parameters<typeof sizeOf>[0],
  table: Located,
  {row: rowBytes}: Size,
  variables: ReadonlyMap<string, string>
): Promise<PreflightFinding[]> {
  const most = Number(variables.get('innodb_online_alter_log_max_size') ?? 0)
  const [found] = await ofTables(connection, [table], writesQuery).catch((error: unknown) => {
    // Who may not see it is told so by `privileges`.
    refusalOf(error)
    return []
  })
  const perSecond = Number(found?.row['per_second'] ?? 0)
  const seconds = most / Math.max(perSecond * rowBytes, 1)
  const room =
    seconds > 86_400
      ? ''
      : `: at the ${perSecond.toFixed(1)} writes a second that it has had, about ${String(Math.round(seconds))} s of them`
  return [
    {
      severity: 'note',
      text: `What is written to ${table.label} while it is built anew must fit into \`innodb_online_alter_log_max_size\` of ${inBytes(most)}${room}; else the change fails at its end`
    }
  ]
}

const writesQuery = `
  SELECT count_write / (SELECT variable_value FROM performance_schema.global_status WHERE variable_name = 'Uptime')
    AS per_second
  FROM performance_schema.table_io_waits_summary_by_table
  WHERE object_type = 'TABLE' AND object_schema = ? AND object_name = ?`
