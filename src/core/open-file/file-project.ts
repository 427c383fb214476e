/** Finds the project that a file lives in, again only where something in it has changed. */
import {existsSync} from 'node:fs'
import {dirname, extname, join, resolve} from 'node:path'
import {located, withLayout} from '../../migrations/arrange.js'
import {displayPath, findFiles} from '../../migrations/collect.js'
import {stdinPath, textOf} from '../../migrations/load.js'
import type {Migration} from '../../migrations/migration.js'
import {createProjectFiles} from '../../migrations/project-files.js'
import {findSiblings} from '../../migrations/siblings.js'
import type {Configuration} from '../configuration/configuration.js'
import {findProject} from '../project.js'
import type {FoundProject, ProjectOptions} from '../project.js'
import type {ConfigurationAt} from './nearest-configuration.js'
import {areCurrent, stampsOf} from './stamp.js'
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
  options?: FileOptions | undefined
}

/** The project of a file, with the text that is open. */
export interface FileProject {
  /** By absolute path: what the runner runs going up. */
  migrations: ReadonlyMap<string, Migration>
  /** As found, and opened: a check changes the catalog in it, so that each takes one of its own. */
  find: () => Promise<FoundProject>
  configuration: Configuration
  /** What callers keep about it. */
  kept: Map<string, unknown>
}

interface Entry extends FileProject {
  key: string
  files: ReadonlySet<string>
  stamps: Stamps
}

/** Projects with unsaved texts are of no use once the text is another. */
const mostEntries = 8

/**
 * Create what finds projects.
 *
 * @returns What throws `UsageError`s where the configuration, or what it names, cannot be read.
 */
export function createFileProjects(configurationAt: ConfigurationAt): (file: OpenFile) => Promise<FileProject> {
  let entries: Entry[] = []

  return async (file) => {
    const {absolutePath, alone = false, cwd, options = {}} = file
    const named = options.config && resolve(cwd, options.config)
    const configuration = await configurationAt(alone ? cwd : dirname(absolutePath), named)
    const unsaved = alone || isSaved(file) ? undefined : [absolutePath, file.text]
    const key = JSON.stringify([cwd, options, unsaved, alone && [absolutePath, file.text]])
    entries = entries.filter((entry) => areCurrent(entry.stamps))
    const known = entries.find((entry) => {
      return entry.key === key && entry.configuration === configuration && entry.files.has(absolutePath)
    })
    const entry = known ?? (await createEntry(file, configuration, key))
    entries = [entry, ...entries.filter((each) => each !== entry)].slice(0, mostEntries)
    return entry
  }
}

function isSaved({absolutePath, text}: OpenFile): boolean {
  return existsSync(absolutePath) && textOf({absolutePath, path: absolutePath}) === text
}

async function createEntry(file: OpenFile, configuration: Configuration, key: string): Promise<Entry> {
  const {absolutePath, cwd} = file
  const files = await filesAround(file, configuration)
  const wanted = projectOptions(file, configuration, files)
  const base = {key, configuration, files: new Set(files), kept: new Map<string, unknown>()}
  if (!goesUp(file)) {
    const find = (): Promise<FoundProject> => findProject(wanted)
    return {...base, migrations: new Map(), find, stamps: stampsOf(files)}
  }

  let unused: FoundProject | undefined = await findProject(wanted)
  const found = unused
  await found.open()
  const pathOf = ({path}: Migration): string => (path === stdinPath ? absolutePath : resolve(cwd, path))
  const others = [...(wanted.schema ?? []), configuration.stats ?? [], configuration.baseline ?? []].flat()
  const looked = found.files.seen().map(([, path]) => path)
  return {
    ...base,
    migrations: new Map(found.migrations.map((migration) => [pathOf(migration), migration])),
    stamps: stampsOf([...files, ...looked, ...others.map((path) => resolve(cwd, path))]),
    async find() {
      const next = unused ?? (await findProject(wanted))
      unused = undefined
      return next
    }
  }
}

function projectOptions(
  {absolutePath, alone, cwd, options = {}, text}: OpenFile,
  configuration: Configuration,
  files: readonly string[]
): ProjectOptions {
  const {dialect, history = [], schema = [configuration.schema ?? []].flat(), serverVersion} = options
  const common = {cwd, dialect, serverVersion, schema, history, configuration}
  if (alone === true) return {...common, paths: ['-'], stdin: text}
  // One that is not there yet is in the overlay.
  return {...common, paths: files.filter((path) => existsSync(path)), overlay: new Map([[absolutePath, text]])}
}

/** Whether its runner runs it as a migration, and not to take one back. */
function goesUp({absolutePath, alone, cwd, text}: OpenFile): boolean {
  if (alone === true) return true
  const path = displayPath(absolutePath, cwd)
  const file = withLayout({absolutePath, path, text}, textOf, createProjectFiles())
  return (file.layout.direction?.(located(file, textOf)) ?? 'up') === 'up'
}

/** The migrations that a file stands among: those of the configuration, else those of its framework's folder. */
async function filesAround(
  {absolutePath, alone, cwd, options = {}}: OpenFile,
  {ignore = [], migrations}: Configuration
): Promise<string[]> {
  if (alone === true || options.history !== undefined) return [absolutePath]
  const configured = migrations === undefined ? [] : await findFiles([migrations].flat(), cwd, ignore)
  const paths = configured.map((file) => file.absolutePath)
  if (paths.includes(absolutePath)) return paths

  const project = createProjectFiles()
  // Of one that is not saved yet, those of the files beside it.
  const beside = project.names(dirname(absolutePath)).filter((name) => extname(name) === extname(absolutePath))
  const known = existsSync(absolutePath) ? [absolutePath] : beside.map((name) => join(dirname(absolutePath), name))
  const siblings = await findSiblings(known, cwd, ignore, project)
  return [...new Set([absolutePath, ...siblings.map((file) => file.absolutePath)])]
}
