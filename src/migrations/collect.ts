import {readFileSync, realpathSync} from 'node:fs'
import type {Dirent} from 'node:fs'
import {basename, dirname, relative, resolve, sep} from 'node:path'
import {UsageError} from '../usage-error.js'
import {refuseEndless} from './special-file.js'
import {hasUp, looksLikeMigration, mayBeMigration} from './embedded/scripts.js'
import {disk, fileSystemOf, kindOf} from './view.js'
import type {View} from './view.js'

/** A file as found, before anything in it is read. */
export interface FoundFile {
  /** For people: relative to the working directory where it is below it; always with `/`. */
  path: string
  absolutePath: string
  /** Given where it was read already (standard input), and where it is not what the disk has. */
  text?: string
}

/** Files below a folder that may be migrations; of scripts those are that a library's layout knows. */
const pattern = '**/*.{sql,ts,mts,cts,js,mjs,cjs}'
const never = ['**/node_modules/**', '**/.git/**']

/**
 * Find the files that paths mean: a file itself, all `.sql` files and migrations in scripts below a
 * folder, or what a glob matches. Each file once, in no order to rely on.
 *
 * @param ignore Globs, relative to the working directory.
 * @param view What is there; a folder that a change has emptied means no file.
 * @param listed What is in a folder, where somebody has looked already.
 * @throws {UsageError} When one of the paths means no file.
 */
export async function findFiles(
  paths: readonly string[],
  cwd: string,
  ignore: readonly string[],
  view = disk,
  listed?: Search['listed']
): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>()
  for (const path of paths) {
    for (const {absolutePath, text = view.text(absolutePath)} of await expand(path, {cwd, ignore, view, listed})) {
      found.set(absolutePath, {
        absolutePath,
        path: displayPath(absolutePath, cwd),
        ...(text !== undefined && {text})
      })
    }
  }
  return [...found.values()]
}

/** How a file is shown: relative where it is below the working directory. */
export function displayPath(absolutePath: string, cwd: string): string {
  // Much faster than `relative`, and thousands of files are below it.
  const below = absolutePath.startsWith(cwd + sep) ? absolutePath.slice(cwd.length + 1) : relative(cwd, absolutePath)
  return (below.startsWith('..') ? absolutePath : below).replaceAll(sep, '/')
}

async function expand(path: string, search: Search): Promise<Array<Omit<FoundFile, 'path'>>> {
  const {cwd, view} = search
  // A variable of a shell that is not set: the working folder is not what it was to be.
  if (path === '') throw new UsageError('Unexpected empty path, expected a file, a folder or a glob')
  const absolutePath = resolve(cwd, path)
  const kind = kindOf(absolutePath, view)
  if (kind === 'file') return [{absolutePath}]
  if (kind === 'other') {
    refuseEndless(absolutePath, path)
    // What is gone once it is read is kept for who reads it next.
    return [{absolutePath, text: readFileSync(absolutePath, 'utf8')}]
  }

  if (kind === 'folder') {
    const files = await migrationsBelow(absolutePath, search)
    if (files.length === 0 && view === disk) {
      throw new UsageError(`Unexpected folder \`${path}\` without migrations, expected \`.sql\` files in it`)
    }
    return files.map((file) => ({absolutePath: file}))
  }

  const {isDynamicPattern} = await import('tinyglobby')
  const files = isDynamicPattern(path) ? await glob(path, cwd, search) : []
  if (files.length === 0 && (view === disk || !isDynamicPattern(path))) {
    throw new UsageError(`Unexpected path \`${path}\`, expected a file, a folder or a glob that matches files`)
  }
  return files.map((file) => ({absolutePath: file}))
}

/** The paths of all files below a folder that may be migrations; none where there is none. */
export async function migrationsBelow(
  folder: string,
  {view = disk, ...search}: Omit<Search, 'view'> & {view?: View}
): Promise<string[]> {
  const found = await glob(pattern, folder, {...search, view})
  if (found.every(isSql)) return found
  const all = new Set(found)
  const kinds = new Map(found.map((file) => [file, isSql(file) ? 'sql' : kindOfScript(file, all, view)]))
  const known = new Set(found.filter((file) => kinds.get(file) === 'script').map((file) => dirname(file)))
  return found.filter((file) => {
    const kind = kinds.get(file)
    return kind === 'like' ? known.has(dirname(file)) : kind !== undefined
  })
}

/**
 * `like`: a script that goes up, and is one where a migration of a library stands beside it; `undefined`: it is none, or
 * stands beside the one that it was compiled from.
 */
function kindOfScript(file: string, all: ReadonlySet<string>, view: View): 'script' | 'like' | undefined {
  if (!mayBeMigration(file)) return undefined
  if (/\.[cm]?js$/.test(file) && all.has(file.replace(/js$/, 'ts'))) return undefined
  const text = view.text(file) ?? readFileSync(file, 'utf8')
  return looksLikeMigration(text) ? 'script' : hasUp.test(text) ? 'like' : undefined
}

function isSql(file: string): boolean {
  return file.endsWith('.sql')
}

interface Search {
  cwd: string
  ignore: readonly string[]
  view: View
  /** What is in a folder of the disk, where somebody has looked already. */
  listed?: ((folder: string) => readonly Dirent[] | undefined) | undefined
}

async function glob(wanted: string, folder: string, {cwd, ignore, listed, view}: Search): Promise<string[]> {
  const tinyglobby = await import('tinyglobby')
  const ignored = [...never, ...ignore.map((each) => resolve(cwd, each).replaceAll(sep, '/'))]
  const links = new Set<string>()
  // It asks where a link leads, and nothing else.
  const follow = (path: string): string => {
    links.add(path)
    return realpathSync(path)
  }
  const fs = {...fileSystemOf(view, listed), realpathSync: follow as typeof realpathSync}
  const options = {cwd: folder, absolute: true, ignore: ignored, dot: false, expandDirectories: false, fs}
  // One folder after the other is no slower: most have a handful of files, and the disk's answers are at hand.
  const found = tinyglobby.globSync([wanted], options).sort()
  return links.size === 0 ? found : eachOnce(found, links, cwd)
}

/**
 * A link to a folder that is searched, too, leads to files that are found without it: such a link may even lead to the
 * folder that it is in, and never end. A link to a file is a migration with a name of its own.
 */
function eachOnce(found: readonly string[], links: ReadonlySet<string>, cwd: string): string[] {
  for (const file of found) if (links.has(file)) refuseEndless(file, displayPath(file, cwd))
  const folders = [...links].map((link) => link.replaceAll(sep, '/').replace(/\/*$/, '/'))
  const isLinked = (file: string): boolean => folders.some((folder) => file.startsWith(folder))
  const seen = new Set(found.filter((file) => !isLinked(file)).map((file) => placeOf(file)))
  return found.filter((file) => {
    if (!isLinked(file)) return true
    const place = placeOf(file)
    return !seen.has(place) && seen.add(place)
  })
}

/** Where a file is when no folder on the way to it is a link. */
function placeOf(file: string): string {
  return `${realpathSync(dirname(file))}/${basename(file)}`
}
