import type {Layout} from './layout.js'

/**
 * Files of no known framework. Nothing says that one transaction is put around each, and many who keep
 * plain files send them with `psql -f`: so each statement commits by itself unless the file says
 * `BEGIN`, or `runner.transaction` is configured.
 */
export const plain: Layout = {
  name: 'plain SQL',
  matches: () => true,
  direction: (path) => (/(?:^|[./_-])down\.sql$/i.test(path) ? 'down' : 'up'),
  transaction: () => 'none'
}
