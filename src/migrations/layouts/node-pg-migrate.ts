import {nodePgMigrate as library} from '../embedded/libraries/node-pg-migrate/node-pg-migrate.js'
import {hasUp, isScript, withoutComments} from '../embedded/scripts.js'
import {rangesOf, sectionsOf} from '../reading/sections.js'
import type {Layout} from './layout.js'

const marker = /^[ \t]*--[ \t-]*(up|down)[ \t]+migration.*$/i

/**
 * node-pg-migrate: `-- Up Migration` and `-- Down Migration` in one file; all that are pending in one transaction, and
 * SQL has no way to ask for none.
 * https://salsita.github.io/node-pg-migrate/migrations/
 * https://github.com/salsita/node-pg-migrate/blob/main/src/sqlMigration.ts
 */
export const nodePgMigrate: Layout = {
  name: 'node-pg-migrate',
  docs: {
    detectedBy: '`-- Up Migration` in the file, `up` and `pgm` in a script; then all SQL files beside it',
    order: 'by the number that the name begins with',
    transaction: 'one for each file (by default one for all that are pending)',
    noTransaction: 'none in SQL; `pgm.noTransaction()` in JavaScript',
    down: '`-- Down Migration` in the file, `down` in the script',
    sources: [
      'https://salsita.github.io/node-pg-migrate/migrations/',
      'https://github.com/salsita/node-pg-migrate/blob/main/src/sqlMigration.ts'
    ]
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) ? /\bpgm\b/.test(text()) && hasUp.test(text()) : /^[ \t]*--[ \t-]*up[ \t]+migration/im.test(text()),
  library,
  dialect: () => 'postgres',
  // Its SQL needs no markers: then all of it goes up, also what stands below one for the way down (9.0).
  adopts: (path) => path.endsWith('.sql'),
  // Who has such files has chosen its loader `sql`: its own choice runs them as any other (9.0), and nothing would last.
  direction: ({path}) => (path.endsWith('.down.sql') ? 'down' : 'up'),
  upParts(text) {
    const going = rangesOf(sectionsOf(text, marker), 'up')
    return going.length > 0 ? going : [{start: 0, end: text.length}]
  },
  downParts: (text) => rangesOf(sectionsOf(text, marker), 'down'),
  transaction: ({path, text}) =>
    isScript(path) && /\.noTransaction\s*\(/.test(withoutComments(text())) ? 'none' : 'migration',
  numbered: 'file',
  compose: ({back, up}, eol) =>
    `-- Up Migration${eol}${up}${eol}${eol}-- Down Migration${eol}${back === '' ? '' : `${back}${eol}`}`
}
