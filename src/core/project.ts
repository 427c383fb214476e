/** From what a user names to what the analysis takes: files in order, the server, the schema before them. */
import {resolve, sep} from 'node:path'
import {located} from '../migrations/arrange.js'
import type {ArrangedFile} from '../migrations/arrange.js'
import {displayPath, findFiles} from '../migrations/collect.js'
import {isScript} from '../migrations/embedded/scripts.js'
import type {FoundFile} from '../migrations/collect.js'
import {loadMigrations, textOf} from '../migrations/load.js'
import type {Migration} from '../migrations/migration.js'
import {pathsOf} from '../migrations/paths-of.js'
import {createProjectFiles} from '../migrations/project-files.js'
import type {Overlay, ProjectFiles} from '../migrations/project-files.js'
import {findSchemaDump} from '../migrations/schema-dump.js'
import {findMigrations, selectMigrations} from '../migrations/select.js'
import type {FoundMigrations, Selection} from '../migrations/select.js'
import {viewOf} from '../migrations/view.js'
import type {Reader} from '../operations/script.js'
import {loadReader} from '../operations/read.js'
import {Catalog} from '../schema/catalog.js'
import {Session} from '../schema/session.js'
import {chooseServer} from './choose-server.js'
import type {ChosenServer, ServerOptions} from './choose-server.js'
import type {SizesConfiguration} from './configuration/configuration.js'
import {phasesByPath} from './deployment/phases-by-path.js'
import {readLive} from './live.js'
import type {readDumps} from './read-dumps.js'
import {runnerSettings} from './configuration/runner-settings.js'
import {runnerTransaction} from './configuration/runner-transaction.js'
import type {Sizes, TableSize} from './sizes/sizes.js'
import {assertSizesOf, readStats} from './sizes/stats-file.js'
import {UsageError} from '../usage-error.js'
import type {Dialect, Server} from '../server/server.js'
import {assertSupported, readServerVersion} from '../server/supported.js'

/** What a user asks for, on the command line or of the library. */
export interface ProjectOptions extends Selection, ServerOptions {
  /** Default: the working directory of the process. */
  cwd?: string | undefined
  /** Dumps or setup scripts: what exists already. */
  schema?: readonly string[] | undefined
  /** Of `sqlsafe stats`: how big tables are. Default: what the configuration names. */
  stats?: string | undefined
  /** Of a live database to read the schema and its sizes from. */
  databaseUrl?: string | undefined
  /** The texts of a project by path: nothing is read from the disk then. Paths mean what they mean in a folder. */
  files?: Readonly<Record<string, string>> | undefined
  /** Texts that go over those of files: what a fix makes of them, before it is written. */
  overlay?: Overlay | undefined
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
  /** What a file says of tables; what a live database says is in the catalog. */
  sizes: Sizes
  /** When that file was written: `2026-11-23`. */
  sizesDay?: string | undefined
  /** What the configuration says of them: when a table is small, huge, or too big to be rebuilt in place. */
  sizesConfiguration?: SizesConfiguration | undefined
  /**
   * What its frameworks run that is not read, each in a few words; of a project that is open also what could not be read
   * of the schema before.
   */
  unread: readonly string[]
}

/** A project of which nothing is read as SQL yet: scripts and the catalog are there when it is opened. */
export interface FoundProject extends Project {
  /**
   * What the user asked for, and the texts of dumps: with the migrations themselves and `files`, all that an analysis
   * depends on. `undefined`: there is more, a live database.
   */
  circumstances: unknown[] | undefined
  /** Other files that were looked at, or will be. */
  files: ProjectFiles
  /** Load what reads SQL, and the schema before the first migration. */
  open: () => Promise<Project>
}

/**
 * Find, order and prepare everything.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function openProject(options: ProjectOptions): Promise<Project> {
  return (await findProject(options)).open()
}

function unreadBeside(files: readonly ArrangedFile[], dialect: Dialect): string[] {
  const found = files.flatMap((file) => file.layout.unread?.(located(file, textOf), dialect) ?? [])
  return [...new Set(found)]
}

function ofOtherEngines(others: FoundMigrations['others']): string[] {
  return [...new Set(others.map(({engine}) => engine))].map((engine) => {
    const [first, ...rest] = others.filter((each) => each.engine === engine)
    const more = rest.length > 0 ? ` and ${rest.length} more` : ''
    return `\`${first?.path ?? ''}\`${more}, for ${engine}`
  })
}

/** Programs in JavaScript may hand over one path, which would be taken for a list of letters. */
function assertLists({history, paths, schema}: ProjectOptions): void {
  const lists: Record<string, unknown> = {paths, history, schema}
  for (const [name, list] of Object.entries(lists)) {
    if (list === undefined || Array.isArray(list)) continue
    throw new UsageError(`Unexpected \`${name}\`, expected a list of paths`)
  }
}

/**
 * Find and order everything.
 *
 * @throws {UsageError} When something named is not there or makes no sense.
 */
export async function findProject(given: ProjectOptions): Promise<FoundProject> {
  const {cwd = process.cwd(), configuration = {}, onRead} = given
  assertLists(given)
  const view = given.files === undefined ? given.change?.view : viewOf(given.files, cwd)
  const options = {...given, view}
  const projectFiles = createProjectFiles(options.overlay, view)
  const selection = {...options, ignore: options.ignore ?? configuration.ignore}
  const found = withOverlay(await findMigrations(selection, cwd, projectFiles), projectFiles, options.overlay, cwd)
  const dumps = await findDumps(options, found, cwd)
  const stats = options.stats ?? configuration.stats
  const measured = stats === undefined ? undefined : readStats(resolve(cwd, stats), cwd, view)
  const {catalog, chosen, live} = await begin(options, [...found.named, ...found.history], measured?.server)
  const {server} = chosen
  if (measured && stats !== undefined) assertSizesOf(server, measured, stats)
  const selected = await selectMigrations(found, server.dialect, options, cwd, projectFiles)
  const {files} = selected
  const past = await pathsOf(configuration.history ?? [], cwd, view)
  const isChecked: typeof selected.isChecked = (file) =>
    selected.isChecked(file) && !past.has(file.absolutePath.replaceAll(sep, '/'))
  const phaseOf = await phasesByPath(configuration.phases, cwd, view)
  const transaction = runnerTransaction(configuration, server.dialect)
  const sizes = measured?.sizes ?? new Map<string, TableSize>()
  const settings = {...live, ...runnerSettings(configuration, server.dialect)}

  let reader: Reader | undefined
  const read: Reader = (text) => {
    if (reader === undefined) throw new TypeError('Unexpected script of a project, expected it to be opened before')
    return reader(text)
  }
  // What was applied before is in the live database already.
  const wanted = live === undefined ? files : files.filter(isChecked)
  const migrations = loadMigrations(wanted, {
    ...{read, dialect: server.dialect, transaction, isChecked, onRead, phaseOf},
    placeholders: configuration.placeholders
  })
  const dumped = dumps.map((dump) => textOf(dump))
  const isNamed = (options.schema ?? []).length > 0

  const createSession = (): Session => new Session(server, settings)
  const sizesConfiguration = configuration.sizes
  const unread = [
    ...unreadBeside(files, server.dialect),
    ...ofOtherEngines(found.others.filter((file) => !selected.isUnchanged(file)))
  ]
  const sizesDay = measured?.day
  const project: Project = {...chosen, migrations, catalog, createSession, sizes, sizesDay, sizesConfiguration, unread}
  return {
    ...project,
    circumstances: live === undefined ? [server, chosen.versionAssumed, configuration, dumped, sizes] : undefined,
    files: projectFiles,
    async open() {
      const before = dumps.length > 0 ? await readBefore(dumps, {server, catalog, settings}, isNamed) : []
      reader = await loadReader(server, settings)
      return {...project, unread: [...unread, ...before]}
    }
  }
}

/** Take over what an overlay says; a migration that it makes is one of those that are named. */
function withOverlay(
  found: FoundMigrations,
  files: ProjectFiles,
  overlay: Overlay | undefined,
  cwd: string
): FoundMigrations {
  if (overlay === undefined) return found
  const over = (file: FoundFile): FoundFile => ({...file, text: overlay.get(file.absolutePath) ?? file.text})
  const made = [...overlay.keys()].filter((path) => (path.endsWith('.sql') || isScript(path)) && files.isMade(path))
  return {
    ...found,
    named: [...found.named, ...made.map((path) => ({absolutePath: path, path: displayPath(path, cwd)}))].map(over),
    history: found.history.map(over)
  }
}

/** The dumps that are named, else the one that stands in the project where nothing else says what was there before. */
async function findDumps(
  {configuration, databaseUrl, schema = [], view}: ProjectOptions,
  {history, named}: FoundMigrations,
  cwd: string
): Promise<FoundFile[]> {
  if (schema.length > 0) return findFiles(schema, cwd, [], view)
  if (history.length > 0 || databaseUrl !== undefined || configuration?.databaseUrl !== undefined) return []
  const dump = findSchemaDump(named, cwd, view)
  return dump === undefined ? [] : [dump]
}

/** Loaded where there is one: most projects are read from their beginning. */
async function readBefore(...given: Parameters<typeof readDumps>): Promise<string[]> {
  const {readDumps} = await import('./read-dumps.js')
  return readDumps(...given)
}

/** What the first migration meets: an empty database, or a live one. */
async function begin(
  options: ProjectOptions,
  files: readonly FoundFile[],
  measured: Server | undefined
): Promise<{catalog: Catalog; chosen: ChosenServer; live: Record<string, string> | undefined}> {
  const url = options.databaseUrl ?? options.configuration?.databaseUrl
  if (url === undefined)
    return {catalog: new Catalog(), chosen: chooseServer(options, files, measured), live: undefined}

  const {catalog, server: found, settings} = await readLive(url)
  // The database may be a copy, and the migrations meant for another version.
  const version = options.serverVersion ?? options.configuration?.serverVersion
  const server = version === undefined ? found : {...found, version: readServerVersion(found.dialect, version)}
  assertSupported(server)
  return {catalog, chosen: {server, guessedFrom: undefined, versionAssumed: false}, live: settings}
}
