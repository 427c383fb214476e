import {execFileSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the program really prints, run in the project's folder. */
export function runSqlsafe(parameters: readonly string[], environment: Record<string, string> = {}): string {
  try {
    return execFileSync(process.execPath, ['--import', 'tsx', 'scripts/sqlsafe.ts', ...parameters], {
      cwd: root,
      encoding: 'utf8',
      env: {...process.env, ...environment},
      stdio: ['ignore', 'pipe', 'inherit']
    })
  } catch (error) {
    // 1 means findings; anything else has no report in it.
    if (!(error instanceof Error && 'status' in error && error.status === 1 && 'stdout' in error)) throw error
    const output = String(error.stdout)
    if (output === '') throw error
    return output
  }
}
