import {dirname, join} from 'node:path'
import type {Dialect} from '../../server/server.js'
import {compareTexts} from '../reading/names.js'
import {withSemicolons} from '../reading/sections.js'
import type {ProjectFile} from '../project-files.js'
import type {Layout, LocatedFile} from './layout.js'

/**
 * Drizzle: `<number>_<name>.sql` in the order of `meta/_journal.json`, or `<timestamp>_<name>/migration.sql` beside
 * `snapshot.json`. On PostgreSQL all that are pending run in one transaction.
 * https://orm.drizzle.team/docs/kit-overview
 * https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/migrator.ts
 * https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/pg-core/dialect.ts
 */
export const drizzle: Layout = {
  name: 'Drizzle',
  docs: {
    detectedBy: '`meta/_journal.json` beside the files, or `snapshot.json` beside `migration.sql`',
    order: 'of the journal; without one by folder',
    transaction: 'one for all that are pending, so for each file',
    noTransaction: 'none; what the journal leaves out is sent by hand',
    down: 'none',
    sources: [
      'https://orm.drizzle.team/docs/kit-overview',
      'https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/migrator.ts',
      'https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/pg-core/dialect.ts'
    ]
  },
  byHand:
    '`drizzle-kit generate --custom` makes a migration for each; it has no way to send one without a transaction, so that those that say so are sent by hand',
  evidence: 'project',
  matches: (file) =>
    journalOf(file) !== undefined ||
    (isFolder(file.path) && file.project.beside(file.absolutePath, 'snapshot.json') !== undefined),
  dialect: (file) => dialectIn(journalOf(file)?.text),
  compare: compareTexts,
  listed,
  folder: ({absolutePath}) => (isFolder(absolutePath) ? dirname(dirname(absolutePath)) : dirname(absolutePath)),
  // Generated statements end with a semicolon before it, written ones need none.
  normalise: (text) => withSemicolons(text, /--> statement-breakpoint/g),
  // Drizzle runs no other file of that folder: somebody sends them by hand.
  transaction: (file) => (listed(file)?.includes(file.absolutePath) === false ? 'none' : 'migration')
}

function isFolder(path: string): boolean {
  return /[/\\]migration\.sql$/.test(path)
}

function journalOf({absolutePath, project}: LocatedFile): ProjectFile | undefined {
  return project.beside(absolutePath, 'meta/_journal.json')
}

function listed(file: LocatedFile): readonly string[] | undefined {
  const journal = journalOf(file)
  if (journal === undefined) return undefined
  return file.project.once('drizzle', journal.absolutePath, () =>
    // A journal that git has left conflicts in is still read.
    Array.from(journal.text.matchAll(/"tag"\s*:\s*"([^"]+)"/g), ([, tag]) =>
      join(dirname(file.absolutePath), `${tag ?? ''}.sql`)
    )
  )
}

function dialectIn(journal = ''): Dialect | undefined {
  const name = /"dialect"\s*:\s*"(\w+)"/.exec(journal)?.[1]
  return name === 'postgresql' || name === 'pg' ? 'postgres' : name === 'mysql' ? 'mysql' : undefined
}
