import {lineOnTop} from '../fixing/line-on-top.js'
import {transactionOfSingleQuery} from '../reading/transactions.js'
import {leadingNumber} from '../reading/names.js'
import type {Layout} from './layout.js'

const noTransaction = /^-- no-transaction/
const fileName = /(?:^|\/)\d+_[^/]*\.sql$/

/**
 * sqlx: `<version>_<name>.sql`, or `.up.sql` beside `.down.sql`, in a crate that depends on it. One transaction for
 * each, unless the file begins with `-- no-transaction`; it is sent as one query even so.
 * https://docs.rs/sqlx/latest/sqlx/macro.migrate.html
 * https://github.com/launchbadge/sqlx/blob/main/sqlx-core/src/migrate/source.rs
 */
export const sqlx: Layout = {
  name: 'sqlx',
  docs: {
    detectedBy:
      '`<number>_<name>.sql` below a `Cargo.toml` that names `sqlx`, or `-- no-transaction` in the first line',
    order: 'by number',
    transaction: 'one for each file',
    noTransaction: '`-- no-transaction` in the first line, and one statement in the file',
    down: '`.down.sql` beside it',
    sources: [
      'https://docs.rs/sqlx/latest/sqlx/macro.migrate.html',
      'https://github.com/launchbadge/sqlx/blob/main/sqlx-core/src/migrate/source.rs'
    ]
  },
  evidence: 'project',
  matches: ({absolutePath, path, project, text}) =>
    fileName.test(path) &&
    (/^\s*(?:sqlx\b|\[(?:\w+-)?dependencies\.sqlx\])/m.test(project.above(absolutePath, 'Cargo.toml')?.text ?? '') ||
      noTransaction.test(text())),
  direction: ({path}) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  downFile: (path) => (path.endsWith('.up.sql') ? path.replace(/\.up\.sql$/, '.down.sql') : undefined),
  oneQuery: true,
  transaction: ({script, text}) => (noTransaction.test(text()) ? transactionOfSingleQuery(script) : 'migration'),
  noTransaction: ({text}) => ({edits: [lineOnTop(text(), '-- no-transaction')]}),
  version: leadingNumber,
  numbered: 'file'
}
