import {transactionOfSingleQuery} from '../reading/transactions.js'
import {leadingNumber} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * golang-migrate: `<version>_<title>.up.sql` beside `.down.sql`, each sent as one query. `x-multi-statement` in the
 * URL of the database sends each statement by itself: that is `runner.transaction: none`.
 * https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md
 * https://github.com/golang-migrate/migrate/blob/master/database/postgres/README.md
 */
export const golangMigrate: Layout = {
  name: 'golang-migrate',
  docs: {
    detectedBy: '`<number>_<title>.up.sql`',
    order: 'by number',
    transaction: 'a file is one query, several statements in it one transaction',
    noTransaction: 'one statement in the file (or `runner.transaction: none` with `x-multi-statement`)',
    down: '`.down.sql` beside it',
    sources: [
      'https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md',
      'https://github.com/golang-migrate/migrate/blob/master/database/postgres/README.md'
    ]
  },
  evidence: 'weak-path',
  matches: ({path}) => /(?:^|\/)\d+_[^/]*\.(?:up|down)\.sql$/.test(path),
  direction: ({path}) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  downFile: (path) => path.replace(/\.up\.sql$/, '.down.sql'),
  oneQuery: true,
  transaction: ({script}) => transactionOfSingleQuery(script),
  version: leadingNumber,
  numbered: 'file'
}
