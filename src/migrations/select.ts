import {resolve} from 'node:path'
import type {Dialect} from '../server/server.js'
import {supported} from '../server/supported.js'
import {UsageError} from '../usage-error.js'
import {arrange} from './arrange.js'
import type {ArrangedFile} from './arrange.js'
import type {ProjectFiles} from './project-files.js'
import {findFiles} from './collect.js'
import type {FoundFile} from './collect.js'
import {dialectsInPaths, fitting} from './guess-dialect.js'
import {stdinPath, textOf} from './load.js'
import {otherEnginesIn} from './other-engines.js'
import {findSiblings} from './siblings.js'
import {disk} from './view.js'
import type {Change, View} from './view.js'

/** Which migrations a user speaks of. */
export interface Selection {
  /** Files, folders and globs to check; `-` for standard input. */
  paths: readonly string[]
  /** Text for the path `-`. */
  stdin?: string | undefined
  /**
   * Files and folders of migrations that were applied before. Default: of files that are named one by one, the
   * migrations of the folder that their framework has them in.
   */
  history?: readonly string[] | undefined
  /** Dumps: where there is one, it says what was there before. */
  schema?: readonly string[] | undefined
  /** Globs of files that are not read. */
  ignore?: readonly string[] | undefined
  /** Only files that changed since the branch left this git revision are checked. */
  since?: string | undefined
  /** Only files after the one of this name are checked. */
  after?: string | undefined
  /** Files that are not as on the disk, and the only ones of all that are checked. */
  change?: Change | undefined
  /** What the files are, where they are not as on the disk. Default: that of the change. */
  view?: View | undefined
}

/** The files that are there. */
export interface FoundMigrations {
  named: FoundFile[]
  /** Files that are left out though nobody may expect it: for engines that we do not know, by path. */
  others: Array<FoundFile & {engine: string}>
  history: FoundFile[]
}

/** Files in the order in which they are applied, and which of them are checked. */
export interface SelectedMigrations {
  files: ArrangedFile[]
  isChecked: (file: FoundFile) => boolean
  /** Whether a file is no part of what is asked about, as it has not changed; `--after` knows of those in order only. */
  isUnchanged: (file: FoundFile) => boolean
}

/** Find what is named. */
export async function findMigrations(
  selection: Selection,
  cwd: string,
  project: ProjectFiles
): Promise<FoundMigrations> {
  const {change, ignore = [], paths, stdin = ''} = selection
  const {view = change?.view ?? disk} = selection
  const named = await findFiles(
    paths.filter((path) => path !== '-'),
    cwd,
    ignore,
    view
  )
  if (paths.includes('-')) named.push({path: stdinPath, absolutePath: stdinPath, text: stdin})
  const {history} = selection
  if (history !== undefined) return withoutOtherEngines(named, await findFiles(history, cwd, ignore, view), true)
  if ((selection.schema ?? []).length > 0) return withoutOtherEngines(named, [], false)
  const oneByOne = new Set(paths.map((path) => resolve(cwd, path)))
  // What comes through a pipe is nobody's neighbour.
  const files = named.filter(({absolutePath, text}) => oneByOne.has(absolutePath) && text === view.text(absolutePath))
  return withoutOtherEngines(named, await findSiblings(files, cwd, ignore, project, view), false)
}

/**
 * Whoever names nothing else has them read. Where what is left out stands beside a twin for an engine of ours, it is as
 * little missed as one for another of ours.
 *
 * @param asked Whether the history was named, too.
 */
function withoutOtherEngines(named: FoundFile[], history: FoundFile[], asked: boolean): FoundMigrations {
  const engines = otherEnginesIn([...named, ...history].map(({path}) => path))
  const isOurs = ({path}: FoundFile): boolean => !engines.has(path)
  if (engines.size === 0 || !named.some(isOurs)) return {named, history, others: []}
  const others = (asked ? [...named, ...history] : named).flatMap((file) => {
    const other = engines.get(file.path)
    return other?.isTwin === false ? [{...file, engine: other.engine}] : []
  })
  return {named: named.filter(isOurs), history: history.filter(isOurs), others}
}

/** Order what was found as its runner does, and tell what is new from what is history. */
export async function selectMigrations(
  {history, named}: FoundMigrations,
  dialect: Dialect,
  {after, change, since}: Selection,
  cwd: string,
  project: ProjectFiles
): Promise<SelectedMigrations> {
  const checked = new Set(named.map(({absolutePath}) => absolutePath))
  const files = inOrder(named, history, checked, dialect, project)
  // A change may take the last migration away.
  if (change === undefined && !files.some(({absolutePath}) => checked.has(absolutePath))) {
    throw new UsageError(
      `Unexpected \`${named[0]?.path ?? '.'}\`, expected at least one migration that goes up on ${supported[dialect].name}`
    )
  }

  const changed = since === undefined ? undefined : await (await import('./changed-since.js')).changedSince(since, cwd)
  const isUnchanged = (path: string): boolean =>
    change?.changed.has(path) === false ||
    (changed !== undefined && path !== stdinPath && !changed.has(path) && !project.isMade(path))
  for (const path of checked) if (isUnchanged(path)) checked.delete(path)
  if (after !== undefined) {
    for (const {absolutePath} of files.slice(0, placeOf(after, files) + 1)) checked.delete(absolutePath)
  }
  return {
    files,
    isChecked: ({absolutePath}) => checked.has(absolutePath),
    isUnchanged: ({absolutePath}) => isUnchanged(absolutePath)
  }
}

/**
 * Where a checked file is one of the history's own, its place in it decides what was there before; else
 * all of the history was.
 */
function inOrder(
  named: readonly FoundFile[],
  history: readonly FoundFile[],
  checked: ReadonlySet<string>,
  dialect: Dialect,
  project: ProjectFiles
): ArrangedFile[] {
  const isOwn = ofDialect([...history, ...named], dialect)
  const others = history.filter(({absolutePath}) => !checked.has(absolutePath))
  const arranged = (files: readonly FoundFile[]): ArrangedFile[] =>
    arrange(files.filter(isOwn), dialect, textOf, project)
  if (others.length === history.length) return [...arranged(history), ...arranged(named)]
  const all = arranged([...others, ...named])
  return all.slice(0, all.findLastIndex(({absolutePath}) => checked.has(absolutePath)) + 1)
}

/** Not a file of another engine, where the paths tell them apart: history may be of other folders than what is checked. */
function ofDialect(files: readonly FoundFile[], dialect: Dialect): (file: FoundFile) => boolean {
  const paths = files.map(({path}) => path)
  const isOwn = fitting(dialect, paths)
  return dialectsInPaths(paths).size > 1 ? ({path}) => isOwn(path) : () => true
}

/** The place of a file by its name, by its folder's, or by a path that it ends with. */
function placeOf(name: string, files: readonly ArrangedFile[]): number {
  const wanted = name.replaceAll('\\', '/').replace(/\/$/, '')
  const place = files.findLastIndex(({path}) => {
    const whole = `/${path}`
    return whole.endsWith(`/${wanted}`) || whole.endsWith(`/${wanted}.sql`) || whole.includes(`/${wanted}/`)
  })
  if (place !== -1) return place
  throw new UsageError(
    `Unexpected \`--after ${name}\`, expected the name of one of ${files.length} migrations, such as \`${files.at(-1)?.path ?? ''}\``
  )
}
