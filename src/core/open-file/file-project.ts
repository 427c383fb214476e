/** Finds the project that a file lives in, again only where something in it has changed. */
import {existsSync} from 'node:fs'
import {dirname, extname, join, resolve} from 'node:path'
import {located, withLayout} from '../../migrations/arrange.js'
import {displayPath, findFiles} from '../../migrations/collect.js'
import {stdinPath, textOf} from '../../migrations/load.js'
import type {Migration} from '../../migrations/migration.js'
import {otherEnginesIn} from '../../migrations/other-engines.js'
import {createProjectFiles} from '../../migrations/project-files.js'
import {findSiblings} from '../../migrations/siblings.js'
import {isFile} from '../../migrations/view.js'
import type {Configuration} from '../configuration/configuration.js'
import {findProject} from '../project.js'
import type {Dialect} from '../../server/server.js'
import type {FoundProject, ProjectOptions} from '../project.js'
import type {ConfigurationAt} from './nearest-configuration.js'
import {areCurrent, stampsAround} from './stamp.js'
import type {Stamps} from './stamp.js'

/** What goes over the configuration; paths are relative to `cwd`. */
export interface FileOptions extends Pick<ProjectOptions, 'dialect' | 'serverVersion' | 'history' | 'schema'> {
  /** A configuration file. Default: the nearest one, from the folder of the file upwards. */
  config?: string | undefined
}

/** A file as somebody has it open. */
export interface OpenFile {
  absolutePath: string
  /** As it is now; on disk it may be another one, or none. */
  text: string
  /** Paths are shown relative to it. */
  cwd: string
  /** It is a part of another file, such as a block in a page: it has no neighbours. */
  alone?: boolean | undefined
  /** Other files that are open and not saved, by absolute path: their texts go over those on the disk. */
  others?: ReadonlyMap<string, string> | undefined
  /** Findings are wanted in this file alone: those before it are history. Default: in its neighbours, too. */
  only?: boolean | undefined
  options?: FileOptions | undefined
}

/** The project of a file, with the text that is open. */
export interface FileProject {
  /** By absolute path: what the runner runs going up. */
  migrations: ReadonlyMap<string, Migration>
  /** As found, and opened: a check changes the catalog in it, so that each takes one of its own. */
  find: () => Promise<FoundProject>
  configuration: Configuration
  /** Of its server; `undefined`: nothing in it goes up. */
  dialect: Dialect | undefined
  /** The configuration names migrations, and the file is none of them. */
  isOutside: boolean
  /** What callers keep about it. */
  kept: Map<string, unknown>
}

interface Entry extends FileProject {
  key: string
  /** The file whose text is not saved. */
  unsaved: string | undefined
  files: ReadonlySet<string>
  stamps: Stamps
  /** When its files were last seen to be as they were. */
  seen: number
}

/** Projects with unsaved texts are of no use once the text is another. */
const mostEntries = 8

/**
 * Create what finds projects.
 *
 * @param trustMs For how long the files of a project are taken for unchanged: who asks about each of many, one after
 * the other, need not have all of them looked at each time. Default: not at all.
 * @returns What throws `UsageError`s where the configuration, or what it names, cannot be read.
 */
export function createFileProjects(
  configurationAt: ConfigurationAt,
  trustMs = 0
): (file: OpenFile) => Promise<FileProject> {
  let entries: Entry[] = []

  return async (file) => {
    const {absolutePath, alone = false, cwd, only = false, options = {}, others = new Map<string, string>()} = file
    const named = options.config && resolve(cwd, options.config)
    const configuration = await configurationAt(alone ? cwd : dirname(absolutePath), named)
    const unsaved = alone || isSaved(file) ? undefined : [absolutePath, file.text]
    const key = JSON.stringify([
      [cwd, options, unsaved, [...others]],
      alone && [absolutePath, file.text],
      only && absolutePath
    ])
    entries = entries.filter((entry) => isCurrent(entry, trustMs))
    const known = entries.find((entry) => {
      return entry.key === key && entry.configuration === configuration && entry.files.has(absolutePath)
    })
    const entry = known ?? (await createEntry(file, configuration, key, unsaved && absolutePath))
    // One with an earlier text is never asked for again.
    const isOver = ({unsaved: path}: Entry): boolean => path !== undefined && path === entry.unsaved
    entries = [entry, ...entries.filter((each) => each !== entry && !isOver(each))].slice(0, mostEntries)
    return entry
  }
}

function isCurrent(entry: Entry, trustMs: number): boolean {
  const now = performance.now()
  if (now - entry.seen < trustMs) return true
  entry.seen = now
  return areCurrent(entry.stamps)
}

function isSaved({absolutePath, text}: OpenFile): boolean {
  return existsSync(absolutePath) && textOf({absolutePath, path: absolutePath}) === text
}

async function createEntry(
  file: OpenFile,
  configuration: Configuration,
  key: string,
  unsaved: string | undefined
): Promise<Entry> {
  const {absolutePath, cwd} = file
  const {files, isOutside} = await filesAround(file, configuration)
  const wanted = projectOptions(file, configuration, files)
  const base = {
    key,
    unsaved,
    configuration,
    isOutside,
    files: new Set(files),
    kept: new Map<string, unknown>(),
    seen: performance.now()
  }
  if (!goesUp(file) || isForOtherEngine(file, configuration, files)) {
    const find = (): Promise<FoundProject> => findProject(wanted)
    return {...base, dialect: undefined, migrations: new Map(), find, stamps: stampsAround(files)}
  }

  let unused: FoundProject | undefined = await findProject(wanted)
  const found = unused
  await found.open()
  const pathOf = ({path}: Migration): string => (path === stdinPath ? absolutePath : resolve(cwd, path))
  const others = [...(wanted.schema ?? []), configuration.stats ?? [], configuration.baseline ?? []].flat()
  const looked = found.files.seen().map(([, path]) => path)
  return {
    ...base,
    dialect: found.server.dialect,
    migrations: new Map(found.migrations.map((migration) => [pathOf(migration), migration])),
    stamps: stampsAround([...files, ...looked, ...others.map((path) => resolve(cwd, path))]),
    async find() {
      const next = unused ?? (await findProject(wanted))
      unused = undefined
      return next
    }
  }
}

function projectOptions(
  {absolutePath, alone, cwd, only, options = {}, others, text}: OpenFile,
  configuration: Configuration,
  files: readonly string[]
): ProjectOptions {
  const {dialect, history = [], schema = [configuration.schema ?? []].flat(), serverVersion} = options
  const common = {cwd, dialect, serverVersion, schema, history, configuration}
  if (alone === true) return {...common, paths: ['-'], stdin: text}
  const near = [...(others ?? [])].filter(([path]) => isNear(path, absolutePath, files))
  const overlay = new Map([...near, [absolutePath, text] as const])
  // One that is not there yet is in the overlay.
  const saved = files.filter((path) => existsSync(path))
  if (only !== true) return {...common, paths: saved, overlay}
  const paths = existsSync(absolutePath) ? [absolutePath] : []
  return {...common, paths, history: options.history ?? saved, overlay}
}

/** Whether an open file is one of a project; of those that are not saved yet, one beside the file that is asked about. */
function isNear(path: string, absolutePath: string, files: readonly string[]): boolean {
  if (files.includes(path)) return true
  return !existsSync(path) && dirname(path) === dirname(absolutePath) && extname(path) === extname(absolutePath)
}

/** Whether its runner runs it as a migration, and not to take one back. */
function goesUp({absolutePath, alone, cwd, text}: OpenFile): boolean {
  if (alone === true) return true
  const path = displayPath(absolutePath, cwd)
  const file = withLayout({absolutePath, path, text}, textOf, createProjectFiles())
  return (file.layout.direction?.(located(file, textOf)) ?? 'up') === 'up'
}

/** Whether a file is for an engine that sqlsafe does not know, and nobody says what it is to be read as. */
function isForOtherEngine(
  {absolutePath, alone, cwd, options}: OpenFile,
  configuration: Configuration,
  files: readonly string[]
): boolean {
  if (alone === true || (options?.dialect ?? configuration.dialect) !== undefined) return false
  const paths = [absolutePath, ...files].map((path) => displayPath(path, cwd))
  return otherEnginesIn(paths).has(displayPath(absolutePath, cwd))
}

/** The migrations that a file stands among: those of the configuration, else those of its framework's folder. */
async function filesAround(
  {absolutePath, alone, cwd, options = {}}: OpenFile,
  {ignore = [], migrations}: Configuration
): Promise<{files: string[]; isOutside: boolean}> {
  if (alone === true) return {files: [absolutePath], isOutside: false}
  const configured = migrations === undefined ? [] : await findFiles([migrations].flat(), cwd, ignore)
  const paths = configured.map((file) => file.absolutePath)
  const isConfigured = paths.includes(absolutePath)
  // Of a folder in which the others are, one that is not saved yet will be another.
  const willBe = !existsSync(absolutePath) && paths.some((path) => dirname(path) === dirname(absolutePath))
  const isOutside = migrations !== undefined && !isConfigured && !willBe
  if (options.history !== undefined) return {files: [absolutePath], isOutside}
  if (isConfigured) return {files: paths, isOutside}

  const project = createProjectFiles()
  // Of one that is not saved yet, those of the files beside it.
  const beside = project.names(dirname(absolutePath)).filter((name) => extname(name) === extname(absolutePath))
  const known = existsSync(absolutePath) ? [absolutePath] : beside.map((name) => join(dirname(absolutePath), name))
  const named = known.filter(isFile).map((path) => ({absolutePath: path, path: displayPath(path, cwd)}))
  const siblings = await findSiblings(named, cwd, ignore, project)
  return {files: [...new Set([absolutePath, ...siblings.map((file) => file.absolutePath)])], isOutside}
}
