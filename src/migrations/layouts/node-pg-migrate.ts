import type {Layout} from './layout.js'
import {sectionsOf} from './up-part.js'

const marker = /^[ \t]*--[ \t]*(up|down) migration\b.*$/

/**
 * node-pg-migrate: `-- Up Migration` and `-- Down Migration` in one file, run in one transaction.
 * https://salsita.github.io/node-pg-migrate/migrations/
 */
export const nodePgMigrate: Layout = {
  name: 'node-pg-migrate',
  matches: (_path, text) => /^[ \t]*--[ \t]*up migration\b/im.test(text()),
  upParts: (text) =>
    sectionsOf(text, marker)
      .filter(({match}) => match[1]?.toLowerCase() === 'up')
      .map(({range}) => range),
  transaction: () => 'migration'
}
