import type {Layout} from './layout.js'

const noTransaction = /^\uFEFF?--[ \t]*no-transaction\b/

/**
 * sqlx that says `-- no-transaction` in its first line. Its other files look as those of other runners
 * do, and are run as theirs.
 * https://docs.rs/sqlx/latest/sqlx/macro.migrate.html
 */
export const sqlx: Layout = {
  name: 'sqlx',
  matches: (_path, text) => noTransaction.test(text()),
  direction: (path) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  transaction: () => 'none'
}
