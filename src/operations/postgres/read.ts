import type {Version} from '../../core/server.js'
import {loadLibrary} from '../../parse/postgres/library.js'
import type {ParsedItem} from '../../parse/postgres/parse.js'
import {parseScript} from '../../parse/postgres/parse.js'
import type {Script, Statement} from '../script.js'
import type {Reader} from '../read.js'
import type {Routines} from './block/execute.js'
import {createRoutines, execute} from './block/execute.js'
import {operation} from './lowering.js'
import type {Source} from './source.js'

/**
 * Load libpg-query and make a reader from it. Its grammar is that of PostgreSQL 18 whatever the
 * server: what an older one lacks is for the facts to say, not a syntax error here.
 */
export async function loadPostgresReader(_version: Version): Promise<Reader> {
  const library = await loadLibrary()
  return (text): Script => {
    const {comments, items} = parseScript(library, text)
    const routines = createRoutines(library)
    return {statements: items.map((item) => readItem(item, routines)), comments}
  }
}

function readItem(item: ParsedItem, routines: Routines): Statement {
  if ('unreadable' in item) return {range: item.unreadable, commands: [], problems: [item.problem]}
  if ('connect' in item) {
    const {connect, range} = item
    const operations = [operation('session.use', range, {schema: connect})]
    return {range, commands: [{operations, range}], problems: []}
  }
  const {conditional, node, range, sql, toCodeUnits} = item.statement
  const source: Source = {sql, range, toCodeUnits, toFile: (position) => range.start + position}
  return {range, ...execute(routines, node, source, conditional)}
}
