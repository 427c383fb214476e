import {drizzleOrm} from '../embedded/libraries/drizzle-orm.js'
import {hasUp, isScript} from '../embedded/scripts.js'
import {compareNames} from '../reading/names.js'
import type {Layout} from './layout.js'

/**
 * Payload on PostgreSQL: scripts whose `up({db, payload, req})` sends SQL through Drizzle ORM, each in a transaction.
 * https://payloadcms.com/docs/database/migrations
 */
export const payload: Layout = {
  name: 'Payload',
  docs: {
    detectedBy: '`up` and `@payloadcms/db-postgres` or `@payloadcms/db-vercel-postgres` in a script',
    order: 'by name',
    transaction: 'one for each file',
    noTransaction: 'none',
    down: '`down` in the script',
    sources: [
      'https://payloadcms.com/docs/database/migrations',
      'https://github.com/payloadcms/payload/blob/main/packages/drizzle/src/migrate.ts'
    ]
  },
  evidence: 'text',
  matches: ({path, text}) =>
    isScript(path) && /['"]@payloadcms\/db-(?:vercel-)?postgres['"]/.test(text()) && hasUp.test(text()),
  dialect: () => 'postgres',
  compare: compareNames,
  library: {...drizzleOrm, receivers: [...drizzleOrm.receivers, 'payload']},
  transaction: () => 'migration'
}
