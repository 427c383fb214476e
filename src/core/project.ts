/** From what a user names to what the analysis takes: files in order, the server, the schema before them. */
import {arrange} from '../migrations/arrange.js'
import type {ArrangedFile} from '../migrations/arrange.js'
import type {FoundFile} from '../migrations/collect.js'
import {findFiles} from '../migrations/collect.js'
import {dialectInPath, dialectsInPaths} from '../migrations/guess-dialect.js'
import {loadMigrations, readText, stdinPath, textOf} from '../migrations/load.js'
import type {Migration} from '../migrations/migration.js'
import type {Reader} from '../operations/read.js'
import {loadReader} from '../operations/read.js'
import {Catalog} from '../schema/catalog.js'
import {change} from '../schema/change.js'
import {Session} from '../schema/session.js'
import {chooseServer} from './choose-server.js'
import type {ChosenServer} from './choose-server.js'
import type {Configuration} from './configuration.js'
import type {Dialect} from './server.js'
import {supported} from './supported.js'
import {UsageError} from './usage-error.js'

/** What a user asks for, on the command line or of the library. */
export interface ProjectOptions {
  /** Files, folders and globs; `-` for standard input. */
  paths: readonly string[]
  /** Default: the working directory of the process. */
  cwd?: string | undefined
  /** Text for the path `-`. */
  stdin?: string | undefined
  dialect?: Dialect | undefined
  serverVersion?: string | undefined
  /** Dumps or setup scripts: what exists already. */
  schema?: readonly string[] | undefined
  /** Files or folders of migrations that were applied before. */
  history?: readonly string[] | undefined
  /** Only files that a branch changed since it left this git revision are checked. */
  since?: string | undefined
  /** Only files after the one of this name are checked. */
  after?: string | undefined
  databaseUrl?: string | undefined
  configuration?: Configuration | undefined
  /** Called for each migration that is read, with how many there are. */
  onRead?: ((read: number, all: number) => void) | undefined
}

/** Everything that an analysis takes. */
export interface Project extends ChosenServer {
  /** In the order in which the runner applies them; those not `checked` are history. */
  migrations: Migration[]
  /** Before the first of them. */
  catalog: Catalog
  createSession: () => Session
}

/**
 * Find, order and prepare everything.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const cwd = options.cwd ?? process.cwd()
  const configuration = options.configuration ?? {}
  const found = await findAll(options, cwd, configuration.ignore ?? [])
  const chosen = chooseServer(options, [...found.checked, ...found.history])
  const {dialect} = chosen.server
  const files = [...arrangeFor(found.history, dialect), ...arrangeFor(found.checked, dialect)]
  if (files.length === 0) throw new UsageError(nothingGoesUp(found.checked, dialect))

  const read = await loadReader(chosen.server)
  const settings = settingsOf(configuration, dialect)
  const catalog = new Catalog()
  applySchema(found.schema, read, catalog, new Session(chosen.server, settings), settings)

  const isChecked = await narrow(files, found.checked, options, cwd)
  const transaction = configuration.runner?.transaction
  return {
    ...chosen,
    migrations: loadMigrations(files, {read, dialect, transaction, isChecked, onRead: options.onRead}),
    catalog,
    createSession: () => new Session(chosen.server, settings)
  }
}

interface Found {
  checked: FoundFile[]
  history: FoundFile[]
  schema: FoundFile[]
}

async function findAll(options: ProjectOptions, cwd: string, ignore: readonly string[]): Promise<Found> {
  const named = options.paths.filter((path) => path !== '-')
  const checked = await findFiles(named, cwd, ignore)
  if (options.paths.includes('-')) checked.push({path: stdinPath, absolutePath: stdinPath, text: options.stdin ?? ''})

  const known = new Set(checked.map(({absolutePath}) => absolutePath))
  const history = await findFiles(options.history ?? [], cwd, ignore)
  return {
    checked,
    history: history.filter(({absolutePath}) => !known.has(absolutePath)),
    schema: await findFiles(options.schema ?? [], cwd, [])
  }
}

/** Without the files of other engines, where the paths tell them apart. */
function arrangeFor(files: readonly FoundFile[], dialect: Dialect): ArrangedFile[] {
  const several = dialectsInPaths(files.map(({path}) => path)).size > 1
  const own = several ? files.filter(({path}) => isFor(path, dialect)) : files
  return arrange(own, dialect, textOf)
}

function isFor(path: string, dialect: Dialect): boolean {
  const named = dialectInPath(path)
  return named === undefined || named === dialect || (dialect === 'mariadb' && named === 'mysql')
}

function nothingGoesUp([first]: readonly FoundFile[], dialect: Dialect): string {
  return `Unexpected \`${first?.path ?? '.'}\`, expected at least one migration that goes up on ${supported[dialect].name}`
}

/** Read dumps into the catalog: they are no migrations, nothing is said about them. */
function applySchema(
  dumps: readonly FoundFile[],
  read: Reader,
  catalog: Catalog,
  session: Session,
  settings: Record<string, string>
): void {
  for (const {absolutePath, path} of dumps) {
    for (const {commands} of read(readText(absolutePath, path)).statements) {
      for (const command of commands) change(command, catalog, session, undefined)
    }
  }
  catalog.commit()
  // A dump that chooses a database does so for those who come after it.
  const database = session.get('database')
  if (database !== undefined) settings['database'] = database
}

/** Which files findings are raised for: those named, narrowed by `--since` and `--after`. */
async function narrow(
  files: readonly ArrangedFile[],
  named: readonly FoundFile[],
  {after, since}: ProjectOptions,
  cwd: string
): Promise<(file: ArrangedFile) => boolean> {
  const checked = new Set(named.map(({absolutePath}) => absolutePath))
  if (since !== undefined) {
    const {changedSince} = await import('../migrations/changed-since.js')
    const changed = await changedSince(since, cwd)
    for (const path of checked) if (path !== stdinPath && !changed.has(path)) checked.delete(path)
  }
  if (after !== undefined) {
    for (const {absolutePath} of files.slice(0, findNamed(files, after) + 1)) checked.delete(absolutePath)
  }
  return ({absolutePath}) => checked.has(absolutePath)
}

/** The place of a file by its name, by its folder's, or by a path that it ends with. */
function findNamed(files: readonly ArrangedFile[], name: string): number {
  const wanted = name.replaceAll('\\', '/').replace(/\/$/, '')
  const place = files.findLastIndex(({path}) => {
    const whole = `/${path}`
    return whole.endsWith(`/${wanted}`) || whole.endsWith(`/${wanted}.sql`) || whole.includes(`/${wanted}/`)
  })
  if (place === -1) {
    throw new UsageError(
      `Unexpected \`--after ${name}\`, expected the name of one of the ${files.length} migrations, such as \`${files.at(-1)?.path ?? ''}\``
    )
  }
  return place
}

/** What the runner's connection starts with. */
function settingsOf({runner, searchPath}: Configuration, dialect: Dialect): Record<string, string> {
  const names =
    dialect === 'postgres'
      ? {lock: 'lock_timeout', statement: 'statement_timeout'}
      : {lock: 'lock_wait_timeout', statement: dialect === 'mysql' ? 'max_execution_time' : 'max_statement_time'}
  const settings: Record<string, string> = {}
  if (runner?.lockTimeout !== undefined) settings[names.lock] = String(runner.lockTimeout)
  if (runner?.statementTimeout !== undefined) settings[names.statement] = String(runner.statementTimeout)
  if (searchPath !== undefined) settings['search_path'] = [searchPath].flat().join(', ')
  return settings
}
