import type {Dialect} from '../../server/server.js'
import {knex as library} from '../embedded/libraries/knex/knex.js'
import {dialectOfPackage, goesUp, hasUp, isScript} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout, LocatedFile} from './layout.js'

/**
 * Knex: scripts that export `up` and `down`, each in a transaction unless they export `config = {transaction: false}`.
 * https://knexjs.org/guide/migrations.html
 */
export const knex: Layout = {
  name: 'Knex',
  docs: {
    detectedBy: '`up` and `knex` in a script; then scripts with `up` beside it',
    order: 'by name',
    transaction: 'one for each file',
    noTransaction: '`export const config = {transaction: false}`',
    down: '`down` in the script',
    sources: ['https://knexjs.org/guide/migrations.html', 'https://knexjs.org/guide/schema-builder.html']
  },
  evidence: 'text',
  matches: ({path, text}) => isScript(path) && /\bknex\b/i.test(text()) && hasUp.test(text()),
  adopts: goesUp,
  dialect: (file) => dialectOfClient(file) ?? dialectOfPackage(file),
  compare: compareNames,
  library,
  // One that wants none is the library's to tell.
  transaction: () => 'migration'
}

/** `client` in `knexfile.js`. */
function dialectOfClient({absolutePath, project}: LocatedFile): Dialect | undefined {
  const text = project.above(absolutePath, /^knexfile\.[cm]?[jt]s$/)?.text ?? ''
  const client = /\bclient\s*:\s*['"`](\w+)/.exec(text)?.[1] ?? ''
  return /^(?:pg|postgres)/.test(client) ? 'postgres' : client.startsWith('mysql') ? 'mysql' : undefined
}
