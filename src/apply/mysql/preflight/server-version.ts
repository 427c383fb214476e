import {compareVersions, parseVersion} from '../../../server/server.js'
import type {Dialect} from '../../../server/server.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'

const names: Readonly<Record<Dialect, string>> = {postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB'}

/** Speak the protocol of MySQL, and change tables in ways of their own. */
const others = /TiDB|Vitess|OceanBase|StarRocks|Doris|SingleStore|MemSQL/i

/** The plan was made for the algorithms and the locks of one version; a patch may bring new ones. */
export const serverVersion = definePreflightCheck({
  name: 'server-version',
  summary: 'the server is of the version that the plan was made for',
  async check({connection, plan}) {
    const [row] = await connection.query('SELECT version() AS version, @@version_comment AS comment')
    const version = text(row, 'version')
    const other = others.exec(`${version} ${text(row, 'comment')}`)?.[0]
    if (other !== undefined) return [wrong(other, `${names[plan.dialect]} itself: ${other} has a way of its own`)]
    const dialect = /mariadb/i.test(version) ? 'mariadb' : 'mysql'
    const number = parseVersion(version)
    const again = `plan again with \`--dialect ${dialect} --server-version ${number.join('.')}\` or \`--database-url\``
    const planned = parseVersion(plan.serverVersion)
    const isOther =
      compareVersions(number.slice(0, 2), planned.length < 2 ? number.slice(0, 2) : planned.slice(0, 2)) !== 0
    if (dialect !== plan.dialect || isOther || number[0] !== planned[0] || compareVersions(number, planned) < 0) {
      return [wrong(`${names[dialect]} ${number.join('.')}`, `${names[plan.dialect]} ${plan.serverVersion}: ${again}`)]
    }
    return []
  }
})

function wrong(found: string, expected: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected ${found}, expected ${expected}`}
}
