import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {UsageError} from '../../usage-error.js'

const run = promisify(execFile)

/** More than the schema of any database that was seen. */
const maxBytes = 1 << 30

/**
 * The schema of a live database, by `pg_dump`. It reads only, and gives up where a table is locked.
 * Locks: ACCESS SHARE on each table while it runs.
 *
 * @throws {UsageError} When there is no `pg_dump` on the path, or it cannot dump this server.
 */
export async function dumpPostgres(url: string): Promise<string> {
  const {target, password} = withoutSecret(url)
  const parameters = ['--schema-only', '--no-owner', '--no-privileges', '--lock-wait-timeout=5s', `--dbname=${target}`]
  try {
    const {stdout} = await run('pg_dump', parameters, {
      maxBuffer: maxBytes,
      // Not among the parameters: everybody on the machine can read those.
      env: {...process.env, ...(password !== '' && {PGPASSWORD: password})}
    })
    // Commands of psql, which newer releases put around each dump.
    return stdout.replace(/^\\(?:un)?restrict .*$/gm, '')
  } catch (error) {
    throw new UsageError(
      `Unexpected \`--database-url\`, expected a schema that \`pg_dump\` can dump: ${reasonOf(error)}`,
      {
        cause: error
      }
    )
  }
}

function withoutSecret(url: string): {target: string; password: string} {
  const target = new URL(url)
  const password = decodeURIComponent(target.password)
  target.password = ''
  return {target: target.href, password}
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT') {
    return 'it is not on the PATH; install the client programs of PostgreSQL, or give a dump by `--schema`'
  }
  return 'stderr' in error && String(error.stderr).trim() !== '' ? String(error.stderr).trim() : error.message
}
