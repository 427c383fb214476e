/** The file of `sqlsafe stats`: sizes for those who cannot, or should not, ask the database. */
import {existsSync, readFileSync} from 'node:fs'
import {displayPath} from '../../migrations/collect.js'
import {dialects} from '../../server/server.js'
import type {Server} from '../../server/server.js'
import {findServerVersion} from '../../server/supported.js'
import {disk} from '../../migrations/view.js'
import {UsageError} from '../../usage-error.js'
import type {Sizes, TableSize} from './sizes.js'

/** What the file holds. */
export interface Stats {
  version: 1
  /** `postgres 16.4`. */
  server: string
  /** When it was asked, in ISO 8601. */
  takenAt: string
  /** By relation, the default schema (`public`, the connected database) left out. */
  tables: Record<string, TableSize>
}

/** The file as it is written: a table a line, so that a change can be read. */
export function statsText(server: Server, takenAt: Date, sizes: Sizes): string {
  const tables = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = tables.map(([name, size]) => `    ${JSON.stringify(name)}: ${JSON.stringify(size)}`)
  const head = {server: `${server.dialect} ${server.version.join('.')}`, takenAt: takenAt.toISOString()}
  return `{
  "version": 1,
  "server": ${JSON.stringify(head.server)},
  "takenAt": ${JSON.stringify(head.takenAt)},
  "tables": {
${lines.join(',\n')}
  }
}
`
}

/**
 * Read such a file: the sizes, and the server that they are of, where the file says so.
 *
 * @throws {UsageError} When it is not there, or is none.
 */
export function readStats(path: string, cwd: string, view = disk): {sizes: Sizes; server: Server | undefined} {
  const shown = displayPath(path, cwd)
  const held = view.text(path)
  if (held === undefined && !existsSync(path))
    throw new UsageError(`Unexpected stats \`${shown}\`, expected a file that exists`)
  let content: unknown
  try {
    content = JSON.parse(held ?? readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`Unexpected content of \`${shown}\`, expected JSON: ${reason}`, {cause: error})
  }
  const {server, tables, version} = (content ?? {}) as Partial<Stats>
  if (version !== 1 || typeof tables !== 'object') {
    throw new UsageError(
      `Unexpected content of \`${shown}\`, expected \`{"version": 1, "tables": …}\` of \`sqlsafe stats\``
    )
  }
  for (const [name, size] of Object.entries<unknown>(tables)) {
    if (isSize(size)) continue
    throw new UsageError(
      `Unexpected \`${name}\` in \`${shown}\`, expected numbers: \`{"rows": 1200, "bytes": 98304, "writesPerSecond": 3}\``
    )
  }
  return {sizes: new Map(Object.entries(tables)), server: readServer(server)}
}

/** `undefined`: it says nothing, or nothing that facts are known about. */
function readServer(text: unknown): Server | undefined {
  const [name, written = ''] = typeof text === 'string' ? text.split(' ') : []
  const dialect = dialects.find((each) => each === name)
  const version = dialect && findServerVersion(dialect, written)
  return version && {dialect, version}
}

const fields: readonly string[] = ['rows', 'bytes', 'writesPerSecond'] satisfies Array<keyof TableSize>

function isSize(size: unknown): boolean {
  if (typeof size !== 'object' || size === null) return false
  return Object.entries(size).every(
    ([field, value]) => fields.includes(field) && typeof value === 'number' && value >= 0
  )
}
