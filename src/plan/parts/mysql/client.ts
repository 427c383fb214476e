/** How shell scripts reach a server of MySQL or MariaDB. */
import {shellCommand, shellVariable, shellWord} from '../shell.js'

/** Where the server is, and the option file with user and password: as variables of the environment. */
export const server = {
  host: shellVariable('MYSQL_HOST', '127.0.0.1'),
  port: shellVariable('MYSQL_TCP_PORT', '3306'),
  optionFile: shellVariable('MYSQL_OPTION_FILE')
}

/** What a person must know to run a script with them. */
export const serverLimit =
  'Connections are taken from MYSQL_HOST, MYSQL_TCP_PORT and MYSQL_DATABASE; user and password from the `[client]` group of the file that MYSQL_OPTION_FILE names: on a command line everybody on the machine could read them'

/** The database of a table; one that the migration does not name is that of the environment. */
export function databaseOf({schema}: {schema: string}): string {
  return schema === '' ? shellVariable('MYSQL_DATABASE') : schema
}

/** One statement by the client of the server, which waits for others no longer than an application would. */
export function mysqlCommand(sql: string): string {
  return shellCommand('mysql', [
    shellWord(`--defaults-extra-file=${server.optionFile}`),
    shellWord(`--host=${server.host}`),
    shellWord(`--port=${server.port}`),
    shellWord('--init-command=SET SESSION lock_wait_timeout = 2'),
    shellWord(`--database=${databaseOf({schema: ''})}`),
    shellWord(`--execute=${sql}`)
  ])
}
