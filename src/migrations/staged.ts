import {existsSync, readFileSync} from 'node:fs'
import {resolve, sep} from 'node:path'
import {git, pathsIn, readBlob} from './git.js'
import type {Change, View} from './view.js'

const option = '--staged'

/**
 * What is about to be committed: the files as they stand in the index of git, and which of them the commit touches. A
 * renamed file is one of them, a removed one is not there. Of a merge, what comes from one of its sides as it was there
 * is not touched.
 *
 * @throws {UsageError} When this is no git work tree.
 */
export async function readStaged(cwd: string): Promise<Change> {
  const places = await git(['rev-parse', '--show-toplevel', '--git-path', 'MERGE_HEAD'], cwd, option, 'a git work tree')
  const [root = '', mergeHead = ''] = places.split('\n')
  const ask: Ask = (...args) => git(args, root, option, 'a readable git index')
  const [touched, differing, untracked] = await Promise.all([
    touchedPaths(headsIn(resolve(cwd, mergeHead)), ask),
    ask('diff-files', '--raw', '--no-renames', '--ignore-submodules=all', '--no-abbrev', '-z'),
    // Folders of which git knows no file are named, not read. What is ignored is not in the commit either.
    ask('ls-files', '--others', '--directory', '-z')
  ])
  const view = viewOf(root, differing, pathsIn(untracked))
  return {view, changed: new Set(touched.map((path) => resolve(root, path)))}
}

type Ask = (...args: string[]) => Promise<string>

async function touchedPaths(merged: readonly string[], ask: Ask): Promise<string[]> {
  const against = async (...revision: string[]): Promise<string[]> =>
    pathsIn(await ask('diff', '--cached', '--name-only', '--no-renames', '--diff-filter=AMT', '-z', ...revision))
  let touched = await against()
  for (const head of merged) {
    const others = new Set(await against(head))
    touched = touched.filter((path) => others.has(path))
  }
  return touched
}

/** The other sides of the merge that is going on, if there is one. */
function headsIn(mergeHead: string): string[] {
  return existsSync(mergeHead) ? readFileSync(mergeHead, 'utf8').split(/\s+/).filter(Boolean) : []
}

interface Entry {
  /** Of the blob in the index. */
  id: string
  /** `A`: only meant to be added; `D`: not in the work tree; `M`, `T`: another there; `U`: a conflict. */
  status: string
}

function viewOf(root: string, differing: string, untracked: readonly string[]): View {
  const entries = new Map<string, Entry>()
  const parts = pathsIn(differing)
  // `:100644 100644 1a2b… 0000… M`, then the path: https://git-scm.com/docs/git-diff#_raw_output_format
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [, , id = '', , status = ''] = (parts[index] ?? '').split(' ')
    entries.set(resolve(root, parts[index + 1] ?? ''), {id, status})
  }
  const files = new Set(untracked.filter((path) => !path.endsWith('/')).map((path) => resolve(root, path)))
  const folders = untracked.filter((path) => path.endsWith('/')).map((path) => resolve(root, path) + sep)
  const texts = new Map<string, string>()

  return {
    made: [...entries].filter(([, {status}]) => status === 'D').map(([path]) => path),
    hides: (path) =>
      entries.get(path)?.status === 'A' || files.has(path) || folders.some((folder) => path.startsWith(folder)),
    text(path) {
      const entry = entries.get(path)
      if (entry === undefined || !'DMT'.includes(entry.status)) return undefined
      const text = texts.get(path) ?? readBlob(entry.id, root)
      texts.set(path, text)
      return text
    }
  }
}
