import type {Extension} from '@electric-sql/pglite'
import {UsageError} from '../../usage-error.js'
import type {PostgresLink} from './link.js'

/** Extensions of PostgreSQL that PGlite brings, by the name of its module for each. */
const contrib = [
  'amcheck',
  'auto_explain',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'file_fdw',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_stat_statements',
  'pg_surgery',
  'pg_trgm',
  'pg_visibility',
  'pg_walinspect',
  'pgcrypto',
  'seg',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid_ossp'
]

/**
 * Start PostgreSQL in this process, in memory.
 *
 * @param texts What will be run: extensions that it names are loaded; what PGlite lacks is left to the server to refuse.
 * @throws {UsageError} When PGlite is not installed.
 */
export async function startPglite(texts: readonly string[]): Promise<PostgresLink> {
  const {PGlite} = await import('@electric-sql/pglite').catch((error: unknown) => {
    if (!isMissing(error)) throw error
    throw new UsageError(
      'Unexpected absence of `@electric-sql/pglite`, expected `npm install --save-dev @electric-sql/pglite`, ' +
        'or a server to rehearse on: `--engine-url postgres://…`',
      {cause: error}
    )
  })
  const loaded = await Promise.all(extensionsIn(texts).map(loadExtension))
  const database = await PGlite.create({extensions: Object.fromEntries(loaded)})
  return {
    async query<Row>(sql: string) {
      const results = await database.exec(sql)
      return (results.at(-1)?.rows ?? []) as Row[]
    },
    end: () => database.close()
  }
}

/** Wherever it stands: `CREATE EXTENSION` in a string that is run counts too. */
function extensionsIn(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map(([, name = '']) =>
      name.toLowerCase().replaceAll('-', '_')
    )
  )
  // https://www.postgresql.org/docs/current/earthdistance.html: the one that needs another.
  if (names.includes('earthdistance')) names.push('cube')
  return [...new Set(names)].filter((name) => contrib.includes(name))
}

/** A module of PGlite exports its extension by the module's own name. */
async function loadExtension(name: string): Promise<[string, Extension]> {
  const module = (await import(`@electric-sql/pglite/contrib/${name}`)) as Record<string, Extension>
  const extension = module[name]
  if (extension === undefined) throw new TypeError(`Unexpected module of PGlite without \`${name}\``)
  return [name, extension]
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))
}
