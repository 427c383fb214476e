import type {Configuration} from './configuration.js'
import type {Dialect} from '../../server/server.js'

/** Names of the settings that the configuration of the runner stands for. */
const names: Record<Dialect, {lock: string; statement: string}> = {
  // https://www.postgresql.org/docs/current/runtime-config-client.html
  postgres: {lock: 'lock_timeout', statement: 'statement_timeout'},
  // https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html
  mysql: {lock: 'lock_wait_timeout', statement: 'max_execution_time'},
  // https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables
  mariadb: {lock: 'lock_wait_timeout', statement: 'max_statement_time'}
}

/** What the runner's connection starts with, by the server's names. */
export function runnerSettings({runner, searchPath}: Configuration, dialect: Dialect): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(runner?.settings ?? {})) settings[name.toLowerCase()] = value
  const {lock, statement} = names[dialect]
  if (runner?.lockTimeout !== undefined) settings[lock] = String(runner.lockTimeout)
  if (runner?.statementTimeout !== undefined) settings[statement] = String(runner.statementTimeout)
  if (searchPath !== undefined) settings['search_path'] = [searchPath].flat().join(', ')
  return settings
}
