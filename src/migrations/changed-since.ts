import {execFile} from 'node:child_process'
import {resolve} from 'node:path'
import {promisify} from 'node:util'
import {UsageError} from '../core/usage-error.js'

const run = promisify(execFile)

/**
 * Absolute paths of files that were added, changed or renamed since the working tree left a git
 * revision, committed or not; untracked ones are among them.
 *
 * @throws {UsageError} When this is no git work tree, or the revision is not known in it.
 */
export async function changedSince(revision: string, cwd: string): Promise<Set<string>> {
  const root = (await git(['rev-parse', '--show-toplevel'], cwd, 'a git work tree')).trim()
  // `--end-of-options`: a revision that starts with `-` is no option of git.
  const commit = (
    await git(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      cwd,
      `a git revision instead of \`${revision}\``
    )
  ).trim()
  const base = (
    await git(['merge-base', commit, 'HEAD'], cwd, `a revision that shares history with \`${revision}\``)
  ).trim()
  const changed = await git(
    ['diff', '--name-only', '--no-renames', '--diff-filter=d', '-z', base],
    root,
    'a readable git index'
  )
  const untracked = await git(['ls-files', '--others', '--exclude-standard', '-z'], root, 'a readable git index')
  return new Set([...changed.split('\0'), ...untracked.split('\0')].filter(Boolean).map((path) => resolve(root, path)))
}

async function git(args: readonly string[], cwd: string, expected: string): Promise<string> {
  try {
    const {stdout} = await run('git', args, {cwd, maxBuffer: 256 * 1024 * 1024})
    return stdout
  } catch (error) {
    throw new UsageError(
      `Unexpected answer of \`git ${args[0] ?? ''}\` in \`${cwd}\` for \`--since\`, expected ${expected}`,
      {
        cause: error
      }
    )
  }
}
