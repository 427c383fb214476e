import type {Server} from '../server/server.js'
import type {Reader} from './script.js'

/**
 * Load parser and lowering for a server. On demand: PostgreSQL's parser is 1.7 MB of WebAssembly.
 *
 * @param settings What each connection starts with: `sql_mode` decides what double quotes enclose on MySQL.
 */
export async function loadReader(server: Server, settings: Readonly<Record<string, string>> = {}): Promise<Reader> {
  if (server.dialect === 'postgres') {
    const {loadPostgresReader} = await import('./postgres/read.js')
    return loadPostgresReader()
  }
  const {createMysqlReader} = await import('./mysql/read.js')
  return createMysqlReader(server, settings['sql_mode'])
}
