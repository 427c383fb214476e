import {resolve} from 'node:path'
import {git, pathsIn} from './git.js'

const option = '--since'

/**
 * Absolute paths of files that were added, changed or renamed since the working tree left a git
 * revision, committed or not; untracked ones are among them.
 *
 * @throws {UsageError} When this is no git work tree, or the revision is not known in it.
 */
export async function changedSince(revision: string, cwd: string): Promise<Set<string>> {
  const root = (await git(['rev-parse', '--show-toplevel'], cwd, option, 'a git work tree')).trim()
  // `--end-of-options`: a revision that starts with `-` is no option of git.
  const commit = (
    await git(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      cwd,
      option,
      `a git revision instead of \`${revision}\``
    )
  ).trim()
  const base = (
    await git(['merge-base', commit, 'HEAD'], cwd, option, `a revision that shares history with \`${revision}\``)
  ).trim()
  const changed = await git(
    ['diff', '--name-only', '--no-renames', '--diff-filter=d', '-z', base],
    root,
    option,
    'a readable git index'
  )
  const untracked = await git(
    ['ls-files', '--others', '--exclude-standard', '-z'],
    root,
    option,
    'a readable git index'
  )
  return new Set([...pathsIn(changed), ...pathsIn(untracked)].map((path) => resolve(root, path)))
}
