import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import type {Dirent} from 'node:fs'
import {basename, dirname, isAbsolute, join, sep} from 'node:path'
import {disk, entriesOnDisk, namesIn, textOnDisk} from './view.js'

/** A file of the project that says something about its migrations. */
export interface ProjectFile {
  absolutePath: string
  text: string
}

/** Looks for other files of the project, each one once. */
export interface ProjectFiles {
  /** A file by its absolute path, if it is there. */
  read: (absolutePath: string) => ProjectFile | undefined
  /** A file of a name, or of a path with `/`, in the folder of `absolutePath`. */
  beside: (absolutePath: string, name: string) => ProjectFile | undefined
  /** The nearest file of one of these names (or what a pattern matches), from the folder of `absolutePath` upwards. */
  above: (absolutePath: string, name: string | RegExp) => ProjectFile | undefined
  /** All files whose names a pattern matches, the nearest first; of one folder by name. */
  allAbove: (absolutePath: string, pattern: RegExp) => readonly ProjectFile[]
  /** What is in a folder, by name. */
  names: (folder: string) => readonly string[]
  /** What the disk has in a folder, where it was looked at already. */
  listed: (folder: string) => readonly Dirent[] | undefined
  /** Whether a file is not there but in the overlay. */
  isMade: (absolutePath: string) => boolean
  /** What was looked at so far: text of files, names in folders and what patterns find there; `undefined`: it is not there. */
  seen: () => Seen
  /** Whether another look finds the same. */
  isAsSeen: (seen: Seen) => boolean
  /** Keeps what `make` makes of what stands at a path, so that it is made once for each. */
  once: <Value>(what: string, path: string, make: () => Value) => Value
}

/** The text of a file, the names in a folder, or the first of them that a pattern matches. */
type Look = 'text' | 'names' | RegExp

/** Digests of what was looked at, by kind and path. */
export type Seen = ReadonlyArray<readonly [look: Look, path: string, digest: string | undefined]>

/** How far up a project is looked for where no repository ends the way. */
const levels = 8

/** A folder that is one migration has its ways up and back, and little else. */
const mostOfOneMigration = 3

/** Texts that go over those of files, by absolute path; of files that are not there too. */
export type Overlay = ReadonlyMap<string, string>

/** Look at the files of one run; what was seen is not looked at again. */
export function createProjectFiles(overlay: Overlay = new Map(), view = disk): ProjectFiles {
  // By what is made, then by path: one key of both would be put together for each question.
  const kept = new Map<string, Map<string, unknown>>()
  const looks: Array<readonly [Look, string]> = []

  // Each name belongs to one caller, which knows what it has made.
  function once<Value>(what: string, path: string, make: () => Value): Value {
    const made = kept.get(what) ?? new Map<string, unknown>()
    kept.set(what, made)
    if (!made.has(path)) made.set(path, make())
    return made.get(path) as Value
  }

  function read(absolutePath: string): ProjectFile | undefined {
    if (isOfNothingElse(absolutePath)) return undefined
    return once('file', absolutePath, () => {
      looks.push(['text', absolutePath])
      const text = overlay.get(absolutePath) ?? view.text(absolutePath)
      if (text !== undefined) return {absolutePath, text}
      // Most names that are asked for are not there: a folder is listed once, in less time than two of them take.
      if (namesOf(folderOf(absolutePath))?.has(basename(absolutePath)) === false || view.hides(absolutePath))
        return undefined
      const there = textOnDisk(absolutePath)
      return there === undefined ? undefined : {absolutePath, text: there}
    })
  }

  function list(folder: string): string[] {
    return once('folder', folder, () => {
      looks.push(['names', folder])
      return [...(namesOf(folder) ?? [])]
    })
  }

  /** Who looks for one name is not concerned by the others that come and go: above a project they always do. */
  function match(folder: string, pattern: RegExp): string | undefined {
    return once(`match ${String(pattern)}`, folder, () => {
      looks.push([pattern, folder])
      for (const name of namesOf(folder) ?? []) if (pattern.test(name)) return name
      return undefined
    })
  }

  /** In their order; `undefined`: nobody may list them. */
  function namesOf(folder: string): ReadonlySet<string> | undefined {
    return once('names', folder, () => {
      const there = onDisk(folder)
      if (there === undefined) return undefined
      const names = new Set(namesIn(folder, there, view))
      for (const path of overlay.keys()) {
        const [name] = path.startsWith(folder + sep) ? path.slice(folder.length + 1).split(sep) : []
        if (name !== undefined) names.add(name)
      }
      return new Set([...names].sort())
    })
  }

  function onDisk(folder: string): readonly string[] | undefined {
    return once('on disk', folder, () => {
      // Where the folder around it is known not to have it, nobody needs to ask.
      const around = kept.get('on disk')?.get(folderOf(folder)) as readonly string[] | undefined
      if (around?.includes(basename(folder)) === false) return []
      const entries = once('entries', folder, () => entriesOnDisk(folder))
      return entries?.map(({name}) => name)
    })
  }

  /**
   * Whether a folder is one migration of nothing but SQL: half a dozen settings are looked for in each of them, for which
   * one look at its names stands. In a folder of many migrations each new one would undo that look.
   */
  function isMigration(folder: string): boolean {
    return once('migration', folder, () => {
      const names = [...(namesOf(folder) ?? [])]
      if (names.length === 0 || names.length > mostOfOneMigration || !names.every(isSql)) return false
      list(folder)
      return true
    })
  }

  /** Whether a path would be in such a folder, or in a folder of it, and is not. */
  function isOfNothingElse(absolutePath: string): boolean {
    const folder = folderOf(absolutePath)
    if (!isSql(folder) && kept.get('migration')?.get(folderOf(folder)) === true) return true
    return !isSql(absolutePath) && isMigration(folder)
  }

  function within(folder: string, name: string | RegExp): ProjectFile | undefined {
    if (typeof name === 'string') return read(join(folder, name))
    const found = match(folder, name)
    return found === undefined ? undefined : read(join(folder, found))
  }

  function isRoot(folder: string): boolean {
    return onDisk(folder)?.includes('.git') ?? existsSync(join(folder, '.git'))
  }

  /** Whether nothing in a folder is what is looked for, and the way up does not end in it. */
  function mayPass(folder: string, name: string | RegExp, left: number): boolean {
    if (left === 0 || !isMigration(folder) || isRoot(folder)) return false
    return typeof name === 'string' ? !isSql(name) : ![...(namesOf(folder) ?? [])].some((each) => name.test(each))
  }

  function from(folder: string, name: string | RegExp, left: number): ProjectFile | undefined {
    if (mayPass(folder, name, left)) return from(folderOf(folder), name, left - 1)
    // How far up is still looked is another question for each that is asked from further below.
    return once(`above ${String(left)} ${String(name)}`, folder, () => {
      const found = within(folder, name)
      const parent = folderOf(folder)
      if (found !== undefined || left === 0 || parent === folder || isRoot(folder)) return found
      return from(parent, name, left - 1)
    })
  }

  function allFrom(folder: string, pattern: RegExp, left: number): readonly ProjectFile[] {
    if (mayPass(folder, pattern, left)) return allFrom(folderOf(folder), pattern, left - 1)
    return once(`all above ${String(left)} ${String(pattern)}`, folder, () => {
      // Most folders have none; who looks for some is not concerned by other names.
      const named = match(folder, pattern) === undefined ? [] : list(folder).filter((name) => pattern.test(name))
      const found = named.flatMap((name) => read(join(folder, name)) ?? [])
      const parent = folderOf(folder)
      return left === 0 || parent === folder || isRoot(folder)
        ? found
        : [...found, ...allFrom(parent, pattern, left - 1)]
    })
  }

  function look(kind: Look, path: string): string | undefined {
    if (kind === 'text') return digest(read(path)?.text)
    return digest(kind === 'names' ? list(path).join('\0') : match(path, kind))
  }

  return {
    once,
    read,
    names: list,
    listed: (folder) => kept.get('entries')?.get(folder) as readonly Dirent[] | undefined,
    isMade: (absolutePath) => overlay.has(absolutePath) && !existsSync(absolutePath),
    seen: () => looks.map(([kind, path]) => [kind, path, look(kind, path)]),
    isAsSeen: (seen) => seen.every(([kind, path, before]) => look(kind, path) === before),
    allAbove: (absolutePath, pattern) =>
      isAbsolute(absolutePath) ? allFrom(folderOf(absolutePath), pattern, levels) : [],
    // Standard input is in no folder.
    beside(absolutePath, name) {
      const folder = folderOf(absolutePath)
      if (!isAbsolute(absolutePath) || (!isSql(name) && isMigration(folder))) return undefined
      // Asked for each file of a folder: the paths are put together once.
      return once(`beside ${name}`, folder, () => read(join(folder, name)))
    },
    above: (absolutePath, name) => (isAbsolute(absolutePath) ? from(folderOf(absolutePath), name, levels) : undefined)
  }
}

/** Much faster than `dirname`, and asked for several times for each of thousands of files. */
function folderOf(absolutePath: string): string {
  const folder = absolutePath.slice(0, absolutePath.lastIndexOf(sep))
  return folder.includes(sep) ? folder : dirname(absolutePath)
}

function isSql(name: string): boolean {
  return name.endsWith('.sql')
}

function digest(text: string | undefined): string | undefined {
  return text === undefined ? undefined : createHash('sha256').update(text).digest('base64url')
}
