import {loadLibrary, tooDeep} from '../../parse/postgres/library.js'
import {describeFault} from '../../parse/postgres/message.js'
import type {ParsedItem} from '../../parse/postgres/parse.js'
import {parseScript} from '../../parse/postgres/parse.js'
import type {Reader, Script, Statement} from '../script.js'
import type {Routines} from './block/execute.js'
import {beginStatement, createRoutines, execute} from './block/execute.js'
import {operation} from './lowering.js'
import type {Source} from './source.js'

/**
 * Load libpg-query and make a reader from it. Its grammar is that of PostgreSQL 18 whatever the
 * server: what an older one lacks is for the facts to say, not a syntax error here.
 */
export async function loadPostgresReader(): Promise<Reader> {
  const library = await loadLibrary()
  return (text): Script => {
    const {comments, items} = parseScript(library, text)
    const routines = createRoutines(library)
    const statements = items.map((item) => readItem(item, text, routines))
    if (routines.comments.length === 0) return {statements, comments}
    return {statements, comments: [...comments, ...routines.comments].sort((a, b) => a.range.start - b.range.start)}
  }
}

function readItem(item: ParsedItem, text: string, routines: Routines): Statement {
  if ('unreadable' in item) return {range: item.unreadable, commands: [], problems: [item.problem]}
  if ('connect' in item) {
    const {connect, range} = item
    const operations = [operation('session.use', range, {schema: connect})]
    return {range, commands: [{operations, range}], problems: []}
  }
  const {conditional, node, range, sql, toCodeUnits} = item.statement
  const written = text.slice(range.start, range.end)
  const source: Source = {sql, written, range, toCodeUnits, toFile: (position) => range.start + position}
  beginStatement(routines)
  try {
    return {range, ...execute(routines, node, source, {conditional, doubtful: conditional})}
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The parser's stack held it, ours did not.
    routines.running.clear()
    const problem = describeFault(sql, {message: tooDeep, position: undefined})
    return {range, commands: [], problems: [{...problem, range}]}
  }
}
