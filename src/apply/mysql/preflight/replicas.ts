import {compareVersions, parseVersion} from '../../../server/server.js'
import type {Version} from '../../../server/server.js'
import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {writesRows} from '../../view/work.js'
import {replicasOf} from '../view/replicas.js'
import type {Replica} from '../view/replicas.js'
import {changesDefinitions} from '../view/work.js'

/**
 * Replicas that batches wait for, and those that may not be able to do what their source does: a statement with
 * `ALGORITHM=INSTANT` is sent as it stands, and stops a replica that cannot do it so.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-compatibility.html
 */
export const replicas = definePreflightCheck({
  name: 'replicas',
  summary: 'replicas, whether they can be asked, and whether their versions can do what the steps do',
  async check({connection, reach, settings, steps}) {
    const [isWaited, isChanged] = [writesRows(steps), changesDefinitions(steps)]
    if (!isWaited && !isChanged) return []
    const found = await replicasOf({connection, reach, settings})
    if (found.hidden !== undefined) return isWaited ? [warning(`Unexpected sight of nothing: ${found.hidden}`)] : []
    const own = await versionOf(connection)
    const findings: PreflightFinding[] = []
    const asked: string[] = []
    for (const replica of found.replicas) {
      const version = await versionIfAsked(replica)
      if (typeof version === 'string') findings.push(...unknown(replica, version, isWaited))
      else if (isChanged && compareVersions(version, own) < 0) findings.push(older(replica, version, own))
      if (typeof version !== 'string') asked.push(`\`${replica.name}\``)
    }
    if (isWaited && asked.length > 0) {
      const text = `Batches wait for the replicas ${asked.join(', ')} when these lag behind`
      findings.push({severity: 'note', text})
    }
    return findings
  }
})

async function versionOf(connection: Connection): Promise<Version> {
  const [row] = await connection.query('SELECT version() AS version')
  return parseVersion(text(row, 'version'))
}

/** Or why it is not known. */
async function versionIfAsked({connection, problem = ''}: Replica): Promise<Version | string> {
  if (connection === undefined) return problem
  return versionOf(connection).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
}

function unknown({name}: Replica, problem: string, isWaited: boolean): PreflightFinding[] {
  const found = `Unexpected replica \`${name}\` that cannot be asked (${problem})`
  if (!isWaited) {
    const text = `${found}: whether its version can do what the steps do is unknown`
    return [{severity: 'note', text: text.replace(/^Unexpected replica/, 'There is a replica')}]
  }
  return [
    warning(
      `${found}, expected one that answers: batches would wait for ever; name it with \`--replica\`, or pass it over with \`--set ignore-standbys=${name}\``
    )
  ]
}

function older({name}: Replica, version: Version, own: Version): PreflightFinding {
  return warning(
    `Unexpected replica \`${name}\` of version ${version.join('.')}, expected ${own.join('.')} or newer: where it cannot do what a step does it stops to replicate`
  )
}

function warning(text: string): PreflightFinding {
  return {severity: 'warning', text}
}
