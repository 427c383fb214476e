/** The schema that was there before the migrations, as scripts: files, and the dump of a live database. */
import type {Server} from '../server/server.js'
import {findFiles} from '../migrations/collect.js'
import {textOf} from '../migrations/load.js'
import {loadReader} from '../operations/read.js'
import type {SchemaScript} from './prepare.js'

/** Read dumps and setup scripts. */
export async function readScripts(paths: readonly string[], server: Server): Promise<SchemaScript[]> {
  const files = await findFiles(paths, process.cwd(), [])
  if (files.length === 0) return []
  const read = await loadReader(server)
  return files.map((file) => {
    const text = textOf(file)
    return {path: file.path, text, script: read(text), transaction: 'none'}
  })
}

/**
 * Make a script of the schema of a live database. Nothing is written there.
 *
 * @throws {UsageError} When it cannot be dumped.
 */
export async function dumpLive(url: string, server: Server): Promise<SchemaScript> {
  const path = 'the schema of --database-url'
  if (server.dialect === 'postgres') {
    const {dumpPostgres} = await import('./postgres/dump.js')
    const text = await dumpPostgres(url)
    return {path, text, script: (await loadReader(server))(text), transaction: 'none'}
  }
  const {dumpMysql} = await import('./mysql/dump.js')
  return scriptOf(path, await dumpMysql(url))
}

/** Statements that are known apart need not be cut out of a text. */
function scriptOf(path: string, parts: readonly string[]): SchemaScript {
  const text = parts.join('\n')
  let start = 0
  const statements = parts.map((part) => {
    const range = {start, end: start + part.length}
    start = range.end + 1
    return {range, commands: [], problems: []}
  })
  return {path, text, script: {statements, comments: []}, transaction: 'none'}
}
