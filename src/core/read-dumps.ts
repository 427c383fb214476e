/** The schema before the first migration, from dumps and setup scripts. */
import type {FoundFile} from '../migrations/collect.js'
import {textOf} from '../migrations/load.js'
import {loadReader} from '../operations/read.js'
import type {Reader, Script} from '../operations/script.js'
import type {Catalog} from '../schema/catalog.js'
import {change, changeUnread} from '../schema/change.js'
import {Session} from '../schema/session.js'
import type {Server} from '../server/server.js'
import {nameServer} from '../server/supported.js'
import {UsageError} from '../usage-error.js'
import {placesIn} from './place.js'

/** Where dumps are read to. */
export interface DumpReading {
  server: Server
  catalog: Catalog
  /** What each connection starts with; a setup script adds what holds after it. */
  settings: Record<string, string>
}

/**
 * Read dumps into the catalog: they are no migrations, nothing is said about them but what could not be read.
 *
 * @param named Whether somebody has named them: whoever does so means them to be the schema.
 * @returns What could not be read, in a few words for each file: what it makes is unknown.
 * @throws {UsageError} When nothing can be read of one that was named.
 */
export async function readDumps(dumps: readonly FoundFile[], reading: DumpReading, named: boolean): Promise<string[]> {
  const {catalog, server, settings} = reading
  const read = await loadReader(server, settings)
  const session = new Session(server, settings)
  const unread = dumps.flatMap((dump) => readDump(dump, {...reading, read, session, named}) ?? [])
  catalog.commit()
  // A dump that chooses a database does so for those who come after it. A setup script of MySQL may also choose
  // `sql_mode` and the like; what a dump puts back from user variables is as it was before.
  for (const [name, {value}] of session.settings) {
    const counts = server.dialect === 'postgres' ? holdsAfterScript(name, value) : !value.startsWith('@')
    if (counts || name === 'database') settings[name] = value
  }
  return unread
}

interface OneReading extends DumpReading {
  read: Reader
  session: Session
  named: boolean
}

function readDump(dump: FoundFile, {catalog, named, read, server, session}: OneReading): string | undefined {
  const text = textOf(dump)
  const {statements} = read(text)
  for (const {commands, problems} of statements) {
    for (const command of commands) change(command, catalog, session, undefined)
    if (problems.length > 0) changeUnread(catalog, session)
  }

  const broken = statements.filter(({problems}) => problems.length > 0)
  if (broken.length === 0) return undefined
  const first = firstProblem(broken, text)
  if (named && statements.every(({commands}) => commands.length === 0)) {
    throw new UsageError(
      `Unexpected schema \`${dump.path}\`, expected SQL of ${nameServer(server)}: nothing in it can be read (${first})`
    )
  }
  return `${String(broken.length)} of ${String(statements.length)} statements of the schema in \`${dump.path}\` (${first})`
}

/** `3:14 Unexpected …`, without what was expected. */
function firstProblem(broken: Script['statements'], text: string): string {
  const [problem] = broken.flatMap(({problems}) => problems)
  if (problem === undefined) throw new TypeError('Unexpected statement without a problem, expected one')
  const {start} = placesIn(text)(problem.range)
  return `${String(start.line)}:${String(start.column)} ${problem.message.replace(/, expected .*$/s, '')}`
}

/**
 * What decides how the migrations are understood. The rest of what `pg_dump` sets is for the restore
 * alone, and so is the search path of old dumps, which names `pg_catalog`.
 */
function holdsAfterScript(name: string, value: string): boolean {
  return name === 'timezone' || (name === 'search_path' && value !== '' && !value.includes('pg_catalog'))
}
