import {execFile, execFileSync} from 'node:child_process'
import {promisify} from 'node:util'
import {UsageError} from '../usage-error.js'

const maxBuffer = 256 * 1024 * 1024

/**
 * What a command of git prints.
 *
 * @param option Of sqlsafe, for whose sake git is asked.
 * @param expected What is to be there for git to answer, for people.
 * @throws {UsageError} When it refuses.
 */
export async function git(args: readonly string[], cwd: string, option: string, expected: string): Promise<string> {
  try {
    const {stdout} = await promisify(execFile)('git', args, {cwd, maxBuffer, env: environment()})
    return stdout
  } catch (error) {
    throw new UsageError(
      `Unexpected answer of \`git ${args[0] ?? ''}\` in \`${cwd}\` for \`${option}\`, expected ${expected}`,
      {cause: error}
    )
  }
}

/**
 * A hook is told the repository by `GIT_DIR`, which alone makes git take the folder that it is called in for the root of
 * the work tree; left to itself, it finds both.
 */
function environment(): NodeJS.ProcessEnv {
  const {GIT_DIR: _repository, ...others} = process.env
  return others['GIT_WORK_TREE'] === undefined ? others : process.env
}

/** The text of a blob, which must be there. */
export function readBlob(id: string, cwd: string): string {
  return execFileSync('git', ['cat-file', 'blob', id], {cwd, maxBuffer, encoding: 'utf8', env: environment()})
}

/** The paths in what git prints with `-z`. */
export function pathsIn(output: string): string[] {
  return output.split('\0').filter(Boolean)
}
