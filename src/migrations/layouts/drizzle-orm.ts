import {drizzleOrm as library} from '../embedded/libraries/drizzle-orm.js'
import {dialectOfPackage, isScript} from '../embedded/scripts.js'
import type {Layout} from './layout.js'

/**
 * Drizzle ORM: scripts that send SQL themselves, beside the files of Drizzle Kit.
 * https://orm.drizzle.team/docs/sql
 */
export const drizzleOrm: Layout = {
  name: 'Drizzle ORM',
  docs: {
    detectedBy: '`drizzle-orm` and `.execute(` in a script',
    order: 'by path, numbers by their value',
    transaction: 'none, unless the script opens one',
    noTransaction: 'it is so',
    down: 'none',
    sources: ['https://orm.drizzle.team/docs/sql']
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) && /['"]drizzle-orm(?:\/[^'"]*)?['"]/.test(text()) && /\.execute\s*\(/.test(text()),
  dialect: (file) =>
    /drizzle-orm\/(?:pg|postgres|neon|node-postgres|pglite)/.test(file.text())
      ? 'postgres'
      : /drizzle-orm\/mysql/.test(file.text())
        ? 'mysql'
        : dialectOfPackage(file),
  library,
  transaction: () => 'none'
}
