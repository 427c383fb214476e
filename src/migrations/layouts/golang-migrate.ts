import type {Layout} from './layout.js'
import {transactionOfSingleQuery} from './single-query.js'

/**
 * golang-migrate: `<version>_<title>.up.sql` beside `.down.sql`, each sent as one query.
 * https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md
 */
export const golangMigrate: Layout = {
  name: 'golang-migrate',
  matches: (path) => /(?:^|\/)\d+_[^/]*\.(?:up|down)\.sql$/.test(path),
  direction: (path) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  transaction: ({script}) => transactionOfSingleQuery(script)
}
