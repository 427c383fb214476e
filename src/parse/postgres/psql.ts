/** psql's backslash commands: https://www.postgresql.org/docs/current/app-psql.html */
import type {Problem, Range} from '../source.js'

/** What psql does by itself between statements. */
export interface ClientCommand extends Range {
  connect?: string
  problem?: Problem
}

export interface MetaCommand extends Range {
  /** `send`: it ends the statement before it, as `;` does. */
  effect: 'none' | 'send' | 'if' | 'endif'
  client?: ClientCommand
  /** Lines of data follow, up to one that is `\\.`. */
  hasData?: boolean
}

/** Commands that send the statement typed so far. */
const sending = new Set(['g', 'gx', 'gset', 'gexec', 'gdesc', 'crosstabview', 'watch', 'bind', 'bind_named', 'parse'])

/** Commands that stand alone in scripts and send nothing. */
const others = new Set(
  (
    'a c C cd close_prepared conninfo connect copy copyright d dt du di dv dn df dx l e echo ef elif else endif ' +
    'encoding errverbose ev f flush flushrequest getenv getresults h H help html i if include include_relative ir ' +
    'lo_export lo_import lo_list lo_unlink o out p password print prompt pset q qecho quit r reset restrict s ' +
    'sendpipeline set setenv sf startpipeline sv syncpipeline t T timing unrestrict unset w warn write x z'
  ).split(' ')
)

/** Read the command at a backslash; `undefined` where psql knows none of that name. */
export function readMetaCommand(text: string, start: number, limit: number): MetaCommand | undefined {
  let position = start + 1
  // `\;` is a semicolon that does not make psql send what it has.
  if (text[position] === ';') return {start, end: position + 1, effect: 'send'}
  // `\.` outside of COPY data and `\!` of the shell.
  if (text[position] === '.' || text[position] === '!')
    return {start, end: endOfLine(text, position, limit), effect: 'none'}

  while (position < limit && /[A-Za-z_]/.test(text.charAt(position))) position++
  const name = text.slice(start + 1, position)
  // The line is looked for only behind a command: a file of backslashes takes no longer than others.
  if (!sending.has(name) && !others.has(name)) return undefined
  const end = endOfLine(text, position, limit)
  const written = text.slice(position, end).trim()

  if (sending.has(name)) {
    if (name !== 'gexec') return {start, end, effect: 'send'}
    const message = 'Unexpected `\\gexec`, expected SQL that stands in the file'
    const range = {start, end: position}
    return {start, end, effect: 'send', client: {start, end, problem: {message, range, reason: 'dynamic'}}}
  }
  if (name === 'if') return {start, end, effect: 'if'}
  if (name === 'endif') return {start, end, effect: 'endif'}
  if (name === 'c' || name === 'connect') return {start, end, effect: 'none', ...connectTo(written, start, end)}
  if (name === 'i' || name === 'ir' || name === 'include' || name === 'include_relative') {
    const message = `Unexpected \`\\${name}\`, expected the SQL of \`${written}\` in the file`
    return {start, end, effect: 'none', client: {start, end, problem: {message, range: {start, end}, reason: 'client'}}}
  }
  const hasData = name === 'copy' && /\sfrom\s+p?stdin\b/i.test(written)
  return {start, end, effect: 'none', hasData}
}

/** `\connect [-reuse-previous=on] database [user] …`; `-` keeps the database. */
function connectTo(written: string, start: number, end: number): {client?: ClientCommand} {
  const database = written.split(/\s+/).find((word) => word !== '' && !word.startsWith('-reuse-previous'))
  if (database === undefined || database === '-') return {}
  return {client: {start, end, connect: database.replace(/^(["'])(.*)\1$/, '$2')}}
}

function endOfLine(text: string, position: number, limit: number): number {
  const newline = text.indexOf('\n', position)
  let end = newline === -1 || newline > limit ? limit : newline
  while (end > position && /\s/.test(text.charAt(end - 1))) end--
  return end
}
