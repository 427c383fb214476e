import {transactionOfSingleQuery} from '../reading/transactions.js'
import {leadingNumber, nameOf} from '../reading/names.js'
import type {Layout} from './layout.js'

/** `002.do.add-index.sql`; what its scripts return is known only when they run. */
const fileName = /(?:^|\/)\d+\.(do|undo)(?:\.[^/]*)?\.sql$/
const script = /^\d+\.do(?:\..*)?\.[cm]?js$/

/**
 * Postgrator: `<version>.do.<title>.sql` beside `.undo.`, each sent as one query.
 * https://github.com/rickbergfalk/postgrator#usage
 * https://github.com/rickbergfalk/postgrator/blob/master/postgrator.js
 */
export const postgrator: Layout = {
  name: 'Postgrator',
  docs: {
    detectedBy: '`<number>.do.<title>.sql`, `<number>.undo.<title>.sql`',
    order: 'by number',
    transaction: 'a file is one query, several statements in it one transaction',
    noTransaction: 'one statement in the file',
    down: '`<number>.undo.<title>.sql` beside it',
    sources: [
      'https://github.com/rickbergfalk/postgrator#usage',
      'https://github.com/rickbergfalk/postgrator/blob/master/postgrator.js'
    ]
  },
  evidence: 'path',
  matches: ({path}) => fileName.test(path),
  direction: ({path}) => (fileName.exec(path)?.[1] === 'undo' ? 'down' : 'up'),
  downFile: (path) => path.replace(/\.do(?=(?:\.[^/]*)?\.sql$)/, '.undo'),
  oneQuery: true,
  transaction: (file) => transactionOfSingleQuery(file.script),
  unread({absolutePath, project}) {
    const folder = absolutePath.slice(0, -nameOf(absolutePath).length - 1)
    return project.names(folder).some((name) => script.test(name))
      ? ['what the scripts of Postgrator beside the SQL files return']
      : []
  },
  version: leadingNumber,
  numbered: 'file'
}
