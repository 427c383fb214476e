/** The servers that the facts are proved on, and where the environment says that they are. */
import type {Server} from '../../../src/server/server.js'

export interface FactServer {
  /** Name of the recording in `fixtures/facts/`. */
  name: string
  server: Server
  url: string | undefined
}

export const factServers: readonly FactServer[] = [
  {
    name: 'mysql-9.7',
    server: {dialect: 'mysql', version: [9, 7]},
    url: process.env['SQLSAFE_TEST_MYSQL_URL']
  },
  {
    name: 'mariadb-10.11',
    server: {dialect: 'mariadb', version: [10, 11]},
    url: process.env['SQLSAFE_TEST_MARIADB_URL']
  },
  {
    name: 'mariadb-11.8',
    server: {dialect: 'mariadb', version: [11, 8, 9]},
    url: process.env['SQLSAFE_TEST_MARIADB11_URL']
  }
]
