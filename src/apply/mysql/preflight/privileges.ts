import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {inputsOf, shadowInputs} from '../../view/work.js'
import {errorNumber} from '../error-kind.js'
import {HiddenKeysError, referencesTo} from '../shadow/carried/references.js'
import {namesOf} from '../shadow/names.js'
import {isSyntaxError} from '../view/channels.js'
import {grantsOf} from '../view/grants.js'
import type {MayDo, Scope} from '../view/grants.js'
import {journalNeed, needsOf} from '../view/needs.js'
import type {HiddenKey} from '../view/incoming-keys.js'
import type {Need} from '../view/needs.js'
import {locate, placeOf} from '../view/tables.js'
import {quoteName} from '../../../sql/mysql.js'

/** All that is missing, as statements that grant it. */
export const privileges = definePreflightCheck({
  name: 'privileges',
  summary: 'the account may do what the steps and the journal need, and see what it has to wait for',
  async check(view) {
    const {connection, plan, settings, steps} = view
    const mayDo = await grantsOf(connection)
    const account = await accountOf(connection)
    const needs = [
      journalNeed,
      ...(settings.capture === 'binlog' && shadowInputs(steps).length > 0 ? [logNeed(plan)] : []),
      ...(await needsOf(steps, plan, await placeOf(connection))),
      ...(await needsOfReferring(connection, steps))
    ]
    const missing = new Map<string, Set<string>>()
    for (const {privileges: wanted, scope} of needs) {
      for (const privilege of wanted) {
        if (mayDo(privilege, scope)) continue
        const place = placeText(scope)
        missing.set(place, (missing.get(place) ?? new Set()).add(privilege))
      }
    }
    return [
      ...[...missing].map(([place, names]) => lack('error', place, [...names], account)),
      ...(settings.terminateBlockersAfterMs === undefined ? [] : killing(view, mayDo, account)),
      ...(await sight(view, account))
    ]
  }
})

/**
 * Tables that refer to one that is replaced by a copy are locked, looked at, and changed; those of its own database are so
 * already. https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html
 */
async function needsOfReferring(connection: Connection, steps: PreflightView['steps']): Promise<Need[]> {
  const needs: Need[] = []
  for (const input of inputsOf(steps, 'shadow-swap')) {
    const names = namesOf(input)
    const place = await placeOf(connection)
    const parent = locate(input.table, place)
    const keys: readonly HiddenKey[] = await referencesTo(connection, names).catch(keysInSight)
    if (keys.length > 0) needs.push({privileges: ['REFERENCES'], scope: {schema: parent.schema}})
    for (const {child} of keys) {
      needs.push(
        {privileges: ['SELECT', 'LOCK TABLES'], scope: {schema: child.schema}},
        {privileges: ['ALTER', 'CREATE', 'INSERT'], scope: {schema: child.schema, name: child.name}}
      )
    }
  }
  return needs
}

/** Who may see no keys is told so by the check for what a copy cannot have. */
function keysInSight(error: unknown): readonly HiddenKey[] {
  if (error instanceof HiddenKeysError) return error.keys
  if (denied.has(errorNumber(error) ?? 0)) return []
  throw error
}

/** https://dev.mysql.com/doc/refman/8.4/en/show-binary-log-status.html, https://mariadb.com/kb/en/grant/#binlog-monitor */
function logNeed({dialect}: PreflightView['plan']): Need {
  const monitor = dialect === 'mariadb' ? 'BINLOG MONITOR' : 'REPLICATION CLIENT'
  return {privileges: ['REPLICATION SLAVE', monitor], scope: {}}
}

async function accountOf(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT current_user() AS account')
  const account = text(row, 'account')
  const at = account.lastIndexOf('@')
  return `${quoteName(account.slice(0, at))}@${quoteName(account.slice(at + 1))}`
}

/** In the name of a database `_` and `%` would stand for any. */
function placeText({name, schema}: Scope): string {
  if (schema === undefined) return '*.*'
  if (name !== undefined) return `${quoteName(schema)}.${quoteName(name)}`
  return `${quoteName(schema.replace(/[_%]/g, '\\$&'))}.*`
}

function lack(
  severity: PreflightFinding['severity'],
  place: string,
  names: readonly string[],
  account: string
): PreflightFinding {
  const grant = `GRANT ${names.join(', ')} ON ${place} TO ${account}`
  return {severity, text: `Unexpected lack of privileges on ${place.replaceAll('`', '')}, expected them: \`${grant}\``}
}

/** Sessions of the same account may be ended without it. */
function killing({plan}: PreflightView, mayDo: MayDo, account: string): PreflightFinding[] {
  const names = plan.dialect === 'mariadb' ? ['CONNECTION ADMIN', 'SUPER'] : ['CONNECTION_ADMIN', 'SUPER']
  if (names.some((name) => mayDo(name, {}))) return []
  return [lack('error', '*.*', names.slice(0, 1), account)]
}

/** A question that is refused to those who may not see something. */
interface Sight {
  sql: string
  privilege: string
  place: string
}

const transactions: Sight = {
  sql: 'SELECT count(*) AS seen FROM information_schema.innodb_trx',
  privilege: 'PROCESS',
  place: '*.*'
}

const locks: Sight = {
  sql: 'SELECT count(*) AS seen FROM performance_schema.metadata_locks WHERE object_name IS NULL',
  privilege: 'SELECT',
  place: '`performance_schema`.*'
}

/** https://dev.mysql.com/doc/refman/8.4/en/show-replicas.html, https://mariadb.com/kb/en/show-replica-hosts/ */
const replication: Readonly<Record<'mysql' | 'mariadb', readonly Sight[]>> = {
  mysql: [
    {sql: 'SHOW REPLICAS', privilege: 'REPLICATION SLAVE', place: '*.*'},
    {sql: 'SHOW REPLICA STATUS', privilege: 'REPLICATION CLIENT', place: '*.*'}
  ],
  mariadb: [
    {sql: 'SHOW SLAVE HOSTS', privilege: 'REPLICATION MASTER ADMIN', place: '*.*'},
    {sql: 'SHOW ALL SLAVES STATUS', privilege: 'SLAVE MONITOR', place: '*.*'}
  ]
}

/** What cannot be seen cannot be waited for; a swap of tables has to see the transactions that are older than it. */
async function sight({connection, plan, steps}: PreflightView, account: string): Promise<PreflightFinding[]> {
  const isCopied = shadowInputs(steps).length > 0
  const findings: PreflightFinding[] = []
  for (const each of [transactions, locks, ...replication[plan.dialect === 'mariadb' ? 'mariadb' : 'mysql']]) {
    if (await isShown(connection, each)) continue
    const severity = isCopied && each === transactions ? 'error' : 'warning'
    findings.push(lack(severity, each.place, [each.privilege], account))
  }
  return findings
}

/** `ER_TABLEACCESS_DENIED_ERROR`, `ER_SPECIFIC_ACCESS_DENIED_ERROR`, `ER_DBACCESS_DENIED_ERROR` */
const denied = new Set([1142, 1227, 1044])

async function isShown(connection: Connection, {sql}: Sight): Promise<boolean> {
  try {
    await connection.query(sql)
    return true
  } catch (error) {
    refusalOf(error)
    // Servers without it, and older words for it, are no lack of privileges.
    if (isSyntaxError(error)) return true
    return !(error instanceof Error && 'errno' in error && typeof error.errno === 'number' && denied.has(error.errno))
  }
}
