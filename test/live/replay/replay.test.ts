/** Histories as projects have them, on every server: what was foretold is what happens. */
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {openProject} from '../../../src/core/project.js'
import type {Dialect} from '../../../src/server/server.js'
import type {History} from './replay.js'
import {replay} from './replay.js'

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url))

/** `template1` is empty on every server. */
const servers: Array<[name: string, dialect: Dialect, url: string | undefined]> = [
  ...[14, 15, 16, 17, 18].map((version): [string, Dialect, string | undefined] => {
    const url = process.env[`SQLSAFE_TEST_POSTGRES_${String(version)}_URL`]
    return [
      `PostgreSQL ${String(version)}`,
      'postgres',
      url && Object.assign(new URL(url), {pathname: '/template1'}).href
    ]
  }),
  ['MySQL', 'mysql', process.env.SQLSAFE_TEST_MYSQL_URL],
  ['MariaDB 10.11', 'mariadb', process.env.SQLSAFE_TEST_MARIADB_URL],
  ['MariaDB 11', 'mariadb', process.env.SQLSAFE_TEST_MARIADB11_URL]
]

/** What stands beside some of the projects. */
const beside: Record<string, Partial<History>> = {
  'layouts/flyway': {template: {'${owner}': 'CURRENT_USER'}},
  'layouts/graphile-migrate': {template: {':DATABASE_VISITOR': 'PUBLIC'}},
  'layouts/rails': {schema: ['db/structure.sql']}
}

/** All servers take the histories of the demonstration; what frameworks lay out is replayed on these. */
const ofLayouts = new Set(['PostgreSQL 14', 'PostgreSQL 18', 'MySQL', 'MariaDB 11'])

/** The projects of a dialect; those of MySQL are MariaDB's too. */
async function historiesOf(dialect: Dialect, layouts: boolean): Promise<Array<[path: string, history: History]>> {
  const family = dialect === 'postgres' ? 'postgres' : 'mysql'
  const found = [`demo/${family}`]
  for (const path of (layouts ? readdirSync(`${fixtures}layouts`) : []).map((name) => `layouts/${name}`)) {
    // A folder for several engines is one of each.
    const isEach = path === 'layouts/popx'
    const project = isEach ? undefined : await openProject({paths: ['.'], cwd: `${fixtures}${path}`})
    // Migrations in scripts change tables that are made nowhere in them.
    if (project?.migrations.some(({origin}) => origin !== undefined) === true) continue
    if (!project || (project.server.dialect === 'postgres') === (dialect === 'postgres')) found.push(path)
  }
  return found.map((path) => [path, {cwd: `${fixtures}${path}`, dialect, ...beside[path]}])
}

describe.each(servers)('%s', (name, dialect, url) => {
  it.skipIf(url === undefined)('does what was foretold for every statement of the histories', async () => {
    const differences: string[] = []
    for (const [path, history] of await historiesOf(dialect, ofLayouts.has(name))) {
      const replayed = await replay(history, url ?? '')
      differences.push(...replayed.differences.map((each) => `${path}/${each}`))
      // Each changes what an earlier statement of it has made.
      expect(replayed.pairs, path).toBeGreaterThan(0)
    }
    expect(differences).toEqual([])
  })
})
