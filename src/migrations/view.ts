/** The files of a project where they are not what the disk has: in the index of git, or with a pull request laid over. */
import {existsSync, readFileSync, readdirSync, realpathSync, statSync} from 'node:fs'
import type {Dirent, Stats} from 'node:fs'
import {basename, dirname, resolve, sep} from 'node:path'
import type {GlobOptions} from 'tinyglobby'
import {UsageError} from '../usage-error.js'

/** How what is looked at differs from the disk. Paths are absolute. */
export interface View {
  /** Files that are not on the disk. */
  made: readonly string[]
  /** The text of a file, where it is not that on the disk. */
  text: (path: string) => string | undefined
  /** Whether a file that is on the disk is not there. */
  hides: (path: string) => boolean
}

/** A change to a project: the files with it, and which of them it touches. */
export interface Change {
  view: View
  /** Absolute paths; only these are checked. */
  changed: ReadonlySet<string>
}

/** What is on the disk. */
export const disk: View = {made: [], text: () => undefined, hides: () => false}

/** Texts by path, relative to a folder or absolute, and nothing of the disk. */
export function viewOf(texts: Readonly<Record<string, string>>, cwd: string): View {
  const byPath = new Map(Object.entries(texts).map(([path, text]) => [resolve(cwd, path), text]))
  return {made: [...byPath.keys()], text: (path) => byPath.get(path), hides: () => true}
}

/** What stands at a path; `other`: what can be read once, such as a pipe; `undefined`: nothing. */
export function kindOf(path: string, view: View): 'file' | 'folder' | 'other' | undefined {
  if (view.made.includes(path)) return 'file'
  const stats = statsOf(path)
  const start = path.endsWith(sep) ? path : path + sep
  if (stats?.isDirectory() === true || view.made.some((each) => each.startsWith(start))) return 'folder'
  if (stats === undefined || view.hides(path)) return undefined
  return stats.isFile() ? 'file' : 'other'
}

/** @throws {UsageError} When it stands where nobody may look. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, {throwIfNoEntry: false})
  } catch (error) {
    // A link to itself leads nowhere.
    if (codeOf(error) === 'ELOOP') return undefined
    throw new UsageError(`Unexpected path \`${path}\`, expected one that can be read: ${reasonOf(error)}`, {
      cause: error
    })
  }
}

/** The names in a folder, of which `names` are on the disk. */
export function namesIn(folder: string, names: readonly string[], view: View): string[] {
  const start = folder.endsWith(sep) ? folder : folder + sep
  const seen = names.filter((name) => !view.hides(start + name))
  const made = view.made.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length).split(sep)[0])
  return [...new Set([...seen, ...made.filter((name) => name !== undefined)])]
}

/**
 * What is in a folder of the disk; nothing where there is no folder (any more). `undefined`: nobody may list it. Above a
 * project there may be folders that only let through, such as those of all users' homes.
 */
export function entriesOnDisk(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, {withFileTypes: true})
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return []
    if (code === 'EACCES' || code === 'EPERM') return undefined
    throw error
  }
}

/**
 * The text of a file of the disk; `undefined`: none is found there.
 *
 * @throws {UsageError} When it is there and cannot be read.
 */
export function textOnDisk(path: string): string | undefined {
  try {
    return isFile(path) ? readFileSync(path, 'utf8') : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new UsageError(`Unexpected file \`${path}\`, expected one that can be read: ${reasonOf(error)}`, {
      cause: error
    })
  }
}

/** Where a path leads through links; itself where nobody can tell, as of what is not on the disk. */
export function placeOnDisk(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return path
    throw error
  }
}

/** Whether a file is there that can be looked at. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, {throwIfNoEntry: false})?.isFile() === true
  } catch (error) {
    // In a folder that nobody may enter, or a link to itself.
    if (['EACCES', 'EPERM', 'ELOOP'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}

/** Why the system refused, without the path that the sentence has already. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '')
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

type FileSystem = NonNullable<GlobOptions['fs']>

/**
 * The file system as a search for files sees it.
 *
 * @param listed What is in a folder of the disk, where somebody has looked already.
 */
export function fileSystemOf(view: View, listed?: (folder: string) => readonly Dirent[] | undefined): FileSystem {
  // Only the form of `readdir` that the search uses.
  const readdir = (folder: string, options: {withFileTypes: true}): ReadonlyArray<Partial<Dirent>> => {
    const path = folder.endsWith(sep) ? folder.slice(0, -1) : folder
    const known = listed?.(path)
    if (view === disk) return known ?? readdirSync(folder, options)
    const found = known ?? (existsSync(folder) ? readdirSync(folder, options) : [])
    const byName = new Map(found.map((entry) => [entry.name, entry]))
    return namesIn(path, [...byName.keys()], view).map((name) => byName.get(name) ?? entryOf(path + sep + name, view))
  }
  return {readdirSync: readdir as FileSystem['readdirSync']}
}

function entryOf(path: string, view: View): Partial<Dirent> {
  const isFile = view.made.includes(path)
  return {
    name: basename(path),
    parentPath: dirname(path),
    isFile: () => isFile,
    isDirectory: () => !isFile,
    isSymbolicLink: () => false
  }
}
