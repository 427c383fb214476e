import {sequelize as library} from '../embedded/libraries/sequelize/sequelize.js'
import {dialectOfPackage, goesUp, hasUp, isScript} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * Sequelize: scripts with `up(queryInterface, Sequelize)`; a transaction is theirs to open.
 * https://sequelize.org/docs/v6/other-topics/migrations/
 */
export const sequelize: Layout = {
  name: 'Sequelize',
  docs: {
    detectedBy: '`up`, and `queryInterface` or `sequelize` in a script; then scripts with `up` beside it',
    order: 'by name',
    transaction: 'none, unless the script opens one',
    noTransaction: 'it is so',
    down: '`down` in the script',
    sources: [
      'https://sequelize.org/docs/v6/other-topics/migrations/',
      'https://sequelize.org/docs/v6/other-topics/query-interface/'
    ]
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) && /\bqueryInterface\b|['"](?:sequelize|@sequelize\/core)['"]/i.test(text()) && hasUp.test(text()),
  adopts: goesUp,
  dialect: dialectOfPackage,
  compare: compareNames,
  library,
  transaction: () => 'none'
}
