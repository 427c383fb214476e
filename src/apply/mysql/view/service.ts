import type {Connection} from '../../connection/connection.js'
import {variablesOf} from './variables.js'

/** Who runs the server, as far as it changes what can be done. */
export type Service = 'aurora' | 'rds' | 'cloud-sql' | undefined

/**
 * Told by what only their servers have.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Updates.Versions.html,
 * https://cloud.google.com/sql/docs/mysql/db-versions
 */
export async function serviceOf(connection: Connection): Promise<Service> {
  const variables = await variablesOf(connection, ['aurora_version', 'basedir', 'version'])
  if (variables.has('aurora_version')) return 'aurora'
  if (/^\/rdsdbbin\b/.test(variables.get('basedir') ?? '')) return 'rds'
  return (variables.get('version') ?? '').endsWith('-google') ? 'cloud-sql' : undefined
}

/** Where its settings are made; `undefined`: by SQL. */
export const settingsPlace: Readonly<Record<Exclude<Service, undefined>, string>> = {
  aurora: 'the DB cluster parameter group',
  rds: 'the DB parameter group',
  'cloud-sql': 'the database flags of the instance'
}
