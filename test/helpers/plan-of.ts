/** Plans of SQL that stands in a test. */
import {parseVersion} from '../../src/server/server.js'
import type {Dialect} from '../../src/server/server.js'
import type {Project} from '../../src/core/project.js'
import type {TableSize} from '../../src/core/sizes/sizes.js'
import type {Migration} from '../../src/migrations/migration.js'
import {loadReader} from '../../src/operations/read.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {Catalog} from '../../src/schema/catalog.js'
import {change} from '../../src/schema/change.js'
import {Session} from '../../src/schema/session.js'

interface Wanted {
  schema?: string | undefined
  version?: string
  /** That nobody has named it. */
  versionAssumed?: boolean
  dialect?: Dialect | undefined
  transaction?: Migration['transaction'] | undefined
  sizes?: ReadonlyMap<string, TableSize>
}

/** A project of migrations that nobody has on disk. */
export async function projectOf(
  texts: readonly string[],
  {
    dialect = 'postgres',
    schema = '',
    sizes = new Map(),
    transaction = 'none',
    version = '16',
    versionAssumed = false
  }: Wanted = {}
): Promise<Project> {
  const server = {dialect, version: parseVersion(version)}
  const read = await loadReader(server)
  const createSession = (): Session => new Session(server)
  const catalog = new Catalog()
  const setup = createSession()
  for (const {commands} of read(schema).statements) {
    for (const command of commands) change(command, catalog, setup, undefined)
  }
  catalog.commit()
  const migrations = texts.map((text, index): Migration => {
    return {path: `${String(index + 1)}.sql`, text, transaction, checked: true, script: read(text)}
  })
  return {server, guessedFrom: undefined, versionAssumed, migrations, catalog, createSession, sizes, unread: []}
}

/** The plan of one migration. */
export async function planOf(text: string, wanted: Wanted = {}): Promise<Plan> {
  return makePlan(await projectOf([text], wanted))
}
