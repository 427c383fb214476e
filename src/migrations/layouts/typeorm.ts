import {typeorm as library} from '../embedded/libraries/typeorm/typeorm.js'
import {dialectOfPackage, goesUp, hasUp, isScript} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * TypeORM: classes that implement `MigrationInterface`; all that are pending in one transaction, unless one says that
 * it wants none.
 * https://typeorm.io/docs/migrations/executing
 */
export const typeorm: Layout = {
  name: 'TypeORM',
  docs: {
    detectedBy: '`up` and `MigrationInterface` or `queryRunner` in a script; then scripts with `up` beside it',
    order: 'by the number that the name begins with',
    transaction: 'one for each file (by default one for all that are pending)',
    noTransaction: '`transaction = false` in the class',
    down: '`down` in the class',
    sources: ['https://typeorm.io/docs/migrations/executing', 'https://typeorm.io/docs/migrations/api']
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) && /\bMigrationInterface\b|\bqueryRunner\b/.test(text()) && hasUp.test(text()),
  adopts: goesUp,
  dialect: dialectOfPackage,
  compare: compareNames,
  library,
  // One that wants none is the library's to tell.
  transaction: () => 'migration'
}
