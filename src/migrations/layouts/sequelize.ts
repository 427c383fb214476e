import {sequelize as library, sequelizeWithCls} from '../embedded/libraries/sequelize/sequelize.js'
import {dialectOfPackage, goesUp, hasUp, isScript, withoutComments} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout, LocatedFile} from './layout.js'

/**
 * Sequelize: scripts with `up(queryInterface, Sequelize)`; a transaction is theirs to open.
 * https://sequelize.org/docs/v6/other-topics/migrations/
 */
export const sequelize: Layout = {
  name: 'Sequelize',
  docs: {
    detectedBy: '`up`, and `queryInterface` or `sequelize` in a script; then scripts with `up` beside it',
    order: 'by name',
    transaction:
      'none, unless the script opens one; in 7, and with `useCLS` in the script, all in its function is in it',
    noTransaction: 'it is so',
    down: '`down` in the script',
    sources: [
      'https://sequelize.org/docs/v6/other-topics/migrations/',
      'https://sequelize.org/docs/v6/other-topics/query-interface/',
      'https://sequelize.org/docs/v7/querying/transactions/'
    ]
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) && /\bqueryInterface\b|['"](?:sequelize|@sequelize\/core)['"]/i.test(text()) && hasUp.test(text()),
  adopts: goesUp,
  dialect: dialectOfPackage,
  compare: compareNames,
  library: (file) => (hasCls(file) ? sequelizeWithCls : library),
  transaction: () => 'none'
}

/** Whether what a script sends in the function of a transaction is in it, though it does not say so. */
function hasCls({absolutePath, path, project, text}: LocatedFile): boolean {
  if (!isScript(path)) return false
  const written = withoutComments(text())
  if (/['"]@sequelize\/core['"]|\.useCLS\s*\(/.test(written)) return true
  const manifest = project.above(absolutePath, 'package.json')?.text ?? ''
  const major = /"sequelize"\s*:\s*"[^"\d]*(\d+)/.exec(manifest)?.[1]
  return /"@sequelize\/core"\s*:/.test(manifest) || Number(major ?? 0) >= 7
}
