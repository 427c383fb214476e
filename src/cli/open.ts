import {statSync} from 'node:fs'
import {join, resolve, sep} from 'node:path'
import type {Configuration} from '../core/configuration/configuration.js'
import {loadConfiguration} from '../core/configuration/load-configuration.js'
import type {Overlay} from '../migrations/project-files.js'
import type {Change} from '../migrations/view.js'
import {findProject} from '../core/project.js'
import type {FoundProject} from '../core/project.js'
import type {Dialect} from '../server/server.js'
import {UsageError} from '../usage-error.js'
import type {ReportContext} from '../report/context.js'
import type {Style} from '../report/style.js'
import {sparing} from './heap.js'
import type {ReadingOptions} from './options.js'
import {readStdin} from './output.js'
import {createProgress} from './progress.js'

/** What a run knows beside its outcome. */
export interface OpenedProject {
  project: FoundProject
  configuration: Configuration
  context: ReportContext
  /** Find the project again, with other texts of its files. */
  find: (overlay: Overlay) => Promise<FoundProject>
  /** Take the progress line away. */
  done: () => void
}

/** What commands that read migrations are given, and what some of them are. */
interface OpenOptions extends ReadingOptions {
  stats?: string
  staged?: boolean
}

/** Load the configuration, and find what the arguments and it name. */
export async function open(paths: string[], options: OpenOptions): Promise<OpenedProject> {
  const cwd = process.cwd()
  const configuration = forDialect(await loadConfiguration(cwd, options.config), options.dialect)
  const configured = [configuration.migrations ?? []].flat()
  const named = paths.length > 0 ? paths : configured
  if (named.length === 0) {
    throw new UsageError(
      'Unexpected end of the command line, expected files, folders or `-`, or `migrations` in `sqlsafe.config.*`'
    )
  }

  const progress = createProgress(options.quiet === true)
  const wanted = {
    paths: named,
    cwd,
    stdin: named.includes('-') ? await readStdin() : undefined,
    dialect: options.dialect,
    serverVersion: options.serverVersion,
    schema: options.schema ?? [configuration.schema ?? []].flat(),
    history: options.history ?? historyOf(paths, configured),
    since: options.since,
    after: options.after,
    ...(options.staged === true && (await staged(cwd))),
    databaseUrl: options.databaseUrl,
    stats: options.stats,
    configuration,
    onRead: progress.tick
  }
  const project = sparing(await findProject(wanted))
  const history = project.migrations.filter(({checked}) => !checked).length
  const context = {project, history, quiet: options.quiet === true, style: styleOf(options)}
  const find = (overlay: Overlay): Promise<FoundProject> => findProject({...wanted, overlay}).then(sparing)
  return {project, configuration, context, find, done: progress.done}
}

/** What a configuration says of the one server that it is written for. */
const ofOneServer: ReadonlySet<string> = new Set<keyof Configuration>([
  'serverVersion',
  'schema',
  'platform',
  'replication',
  'topology',
  'stats',
  'databaseUrl',
  'searchPath'
])

/** Where the command line names another engine than the configuration, another server is meant. */
function forDialect(configuration: Configuration, dialect: Dialect | undefined): Configuration {
  if (dialect === undefined || configuration.dialect === undefined || dialect === configuration.dialect)
    return configuration
  const others = Object.entries(configuration).filter(([key]) => !ofOneServer.has(key))
  return {...Object.fromEntries(others), dialect}
}

/**
 * Of the project's migrations those that are not named on the command line were there before; `undefined`: nothing says
 * what was. A folder beside theirs is another database's: what is in it has a history of its own.
 */
function historyOf(paths: readonly string[], configured: readonly string[]): readonly string[] | undefined {
  if (paths.length === 0 || paths.includes('-') || configured.length === 0) return undefined
  return paths.every((path) => isFolder(path) && !configured.some((other) => overlap(path, other)))
    ? undefined
    : configured
}

const isFolder = (path: string): boolean => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true

/** Whether one of two paths, or what a glob begins with, holds the other. */
function overlap(a: string, b: string): boolean {
  const [one, two] = [a, b].map((path) => join(resolve(path.replace(/[^/]*[*?[{(!].*$/s, '')), sep))
  return one === undefined || two === undefined || one.startsWith(two) || two.startsWith(one)
}

/**
 * What is staged. Where pre-commit runs a hook for commits that are there already, nothing is: then what has changed
 * since the first of them. https://pre-commit.com/#pre-push
 */
async function staged(cwd: string): Promise<{change: Change} | {since: string}> {
  const {PRE_COMMIT_FROM_REF: since} = process.env
  if (since) return {since}
  // Loaded when it is asked for: most runs know nothing of git.
  const {readStaged} = await import('../migrations/staged.js')
  return {change: await readStaged(cwd)}
}

/** How the report may look here. */
export function styleOf({color}: {color?: boolean}): Style {
  const {FORCE_COLOR, NO_COLOR} = process.env
  const terminal = process.stdout.isTTY
  const wanted = color ?? (NO_COLOR ? false : FORCE_COLOR ? FORCE_COLOR !== '0' : terminal)
  return {color: wanted, columns: (terminal ? process.stdout.columns : 0) || Number(process.env['COLUMNS']) || 120}
}

/** Whatever the verdict is, it is not about what was not read. Of a format that does not say so itself. */
export function sayUnread({context: {quiet}}: OpenedProject, unread: readonly string[]): void {
  if (!quiet) for (const each of unread) process.stderr.write(`sqlsafe: not checked: ${each}\n`)
}

/** Of a format whose output is read by programs: say on standard error what was guessed. */
export function sayGuess({context: {project, quiet}}: OpenedProject): void {
  if (project.guessedFrom === undefined || quiet) return
  const {dialect} = project.server
  process.stderr.write(`sqlsafe: --dialect ${dialect}, guessed from ${project.guessedFrom.replaceAll('`', '')}\n`)
}
