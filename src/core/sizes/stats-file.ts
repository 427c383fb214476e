/** The file of `sqlsafe stats`: sizes for those who cannot, or should not, ask the database. */
import {existsSync, readFileSync} from 'node:fs'
import {displayPath} from '../../migrations/collect.js'
import {dialects} from '../../server/server.js'
import type {Server} from '../../server/server.js'
import {findServerVersion, supported} from '../../server/supported.js'
import {refuseEndless} from '../../migrations/special-file.js'
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

/** What such a file says. */
export interface Measured {
  sizes: Sizes
  /** That the sizes are of; `undefined`: the file does not say so, or nothing is known about it. */
  server: Server | undefined
  /** The day on which it was asked, `2026-11-23`; `undefined`: the file does not say so. */
  day: string | undefined
}

/**
 * Read such a file.
 *
 * @throws {UsageError} When it is not there, or is none.
 */
export function readStats(path: string, cwd: string, view = disk): Measured {
  const shown = displayPath(path, cwd)
  const held = view.text(path)
  if (held === undefined && !existsSync(path))
    throw new UsageError(`Unexpected stats \`${shown}\`, expected a file that exists`)
  if (held === undefined) refuseEndless(path, shown)
  let content: unknown
  try {
    content = JSON.parse(held ?? readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`Unexpected content of \`${shown}\`, expected JSON: ${reason}`, {cause: error})
  }
  const {server, tables, takenAt, version} = (content ?? {}) as Partial<Stats>
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
  const day = typeof takenAt === 'string' ? /^\d{4}-\d\d-\d\d/.exec(takenAt)?.[0] : undefined
  return {sizes: new Map(Object.entries(tables)), server: readServer(server), day}
}

/**
 * Sizes of another engine are those of other tables, and would silence what is found on these.
 *
 * @throws {UsageError} When they are.
 */
export function assertSizesOf({dialect}: Server, {server}: Measured, path: string): void {
  if (server === undefined || (server.dialect === 'postgres') === (dialect === 'postgres')) return
  throw new UsageError(
    `Unexpected stats of ${supported[server.dialect].name} in \`${path}\`, expected those of ${supported[dialect].name}`
  )
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
