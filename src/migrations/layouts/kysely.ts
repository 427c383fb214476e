import {kysely as library} from '../embedded/libraries/kysely/kysely.js'
import {dialectOfPackage, goesUp, hasUp, isScript} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * Kysely: scripts that export `up` and `down`; on PostgreSQL all that are pending in one transaction.
 * https://kysely.dev/docs/migrations
 * https://github.com/kysely-org/kysely/blob/master/src/migration/migrator.ts
 */
export const kysely: Layout = {
  name: 'Kysely',
  docs: {
    detectedBy: '`up` and `kysely` in a script; then scripts with `up` beside it',
    order: 'by name',
    transaction: 'one for all that are pending, so for each file',
    noTransaction: 'none in a script (`runner.transaction: none` where the migrator has `disableTransactions`)',
    down: '`down` in the script',
    sources: [
      'https://kysely.dev/docs/migrations',
      'https://github.com/kysely-org/kysely/blob/master/src/migration/migrator.ts'
    ]
  },
  evidence: 'text',
  matches: ({path, text}) => isScript(path) && /['"]kysely['"]|\bKysely\b/.test(text()) && hasUp.test(text()),
  adopts: goesUp,
  dialect: dialectOfPackage,
  compare: compareNames,
  library,
  transaction: () => 'migration'
}
