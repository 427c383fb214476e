import type {Token} from '../../../parse/mysql/tokens/token.js'

/** A statement of a body that does something to the schema, the rows or the session. */
export interface BodyStatement {
  tokens: Token[]
  /** It stands in a branch, a loop or a handler, or after a place where the body may have been left. */
  conditional: boolean
  /** A handler takes its errors, so that nothing may come of it. */
  handled: boolean
  /** The `IF`s around it, outermost first, as far as one condition decides. */
  branches: readonly Branch[]
  /** `LEAVE` or `ITERATE` may have gone past it. */
  mayBePassed: boolean
  /** The compound statements, branches and handlers that it stands in, outermost first. */
  levels: readonly Level[]
}

/** A stretch of a body in which all is run that stands behind what was run in it. */
export interface Level {
  /** The body may go on behind it without having run all of it. */
  mayBePassed: boolean
}

/** A branch of an `IF`: the tokens of its condition, and whether it must hold for the branch to run. */
export interface Branch {
  head: readonly Token[]
  holds: boolean
}

/** Statements that steer a body; what they may run is read where it stands. */
const steering = new Set(['LEAVE', 'ITERATE', 'RETURN', 'OPEN', 'FETCH', 'CLOSE', 'SIGNAL', 'RESIGNAL', 'GET'])
const leaving = new Set(['LEAVE', 'ITERATE', 'RETURN', 'SIGNAL', 'RESIGNAL'])

interface Reader {
  tokens: readonly Token[]
  index: number
  /** Conditional levels that are open. */
  branches: number
  /** One entry for each compound statement that is open: whether it made its content conditional. */
  open: boolean[]
  /** Likewise: the branch that is being read; `undefined`: no single condition decides. */
  taken: Array<Branch | undefined>
  /** Likewise. */
  levels: Level[]
  mayHaveLeft: boolean
  /** A handler of errors was declared. */
  handled: boolean
  /** The next statement is a handler's. */
  handler: boolean
  statements: BodyStatement[]
}

/** Cut a body into the statements that it runs. */
export function splitBody(tokens: readonly Token[]): BodyStatement[] {
  const reader: Reader = {
    tokens,
    index: 0,
    branches: 0,
    open: [],
    taken: [],
    levels: [],
    mayHaveLeft: false,
    handled: false,
    handler: false,
    statements: []
  }
  while (reader.index < tokens.length) readPart(reader)
  return reader.statements
}

function word(reader: Reader, offset = 0): string {
  return reader.tokens[reader.index + offset]?.upper ?? ''
}

function open(reader: Reader, conditional: boolean): void {
  const branch = conditional || reader.handler
  reader.handler = false
  reader.open.push(branch)
  reader.taken.push(undefined)
  reader.levels.push({mayBePassed: branch})
  if (branch) reader.branches++
}

function readPart(reader: Reader): void {
  if (word(reader, 1) === ':' && word(reader) !== ';') {
    reader.index += 2
    return
  }
  switch (word(reader)) {
    case ';':
      reader.index++
      break
    case 'BEGIN':
      reader.index += word(reader, 1) === 'NOT' ? 3 : 1
      open(reader, false)
      break
    case 'END':
      readEnd(reader)
      break
    case 'IF':
    case 'CASE':
    case 'WHILE':
    case 'FOR':
    case 'LOOP':
    case 'REPEAT':
      readHead(reader)
      break
    case 'ELSEIF':
    case 'WHEN':
      take(reader, undefined)
      skipTo(reader, 'THEN')
      break
    case 'ELSE':
      takeElse(reader)
      reader.index++
      break
    case 'UNTIL':
      skipTo(reader, 'END', 0)
      break
    case 'DECLARE':
      readDeclare(reader)
      break
    default:
      readStatement(reader)
  }
}

function readHead(reader: Reader): void {
  const kind = word(reader)
  open(reader, true)
  reader.index++
  const start = reader.index
  skipHead(reader, kind)
  if (kind === 'IF') take(reader, {head: reader.tokens.slice(start, reader.index - 1), holds: true})
}

/** The innermost compound statement goes on with this branch. */
function take(reader: Reader, branch: Branch | undefined): void {
  reader.taken[reader.taken.length - 1] = branch
  reader.levels[reader.levels.length - 1] = {mayBePassed: true}
}

function takeElse(reader: Reader): void {
  const before = reader.taken.at(-1)
  take(reader, before && {...before, holds: !before.holds})
}

/** Pass over the condition of a compound statement. */
function skipHead(reader: Reader, kind: string): void {
  if (kind === 'IF') skipTo(reader, 'THEN')
  else if (kind === 'WHILE' || kind === 'FOR') skipTo(reader, 'DO')
  else if (kind === 'CASE') skipTo(reader, 'WHEN', 0)
}

/** Go to a word outside of parentheses and `CASE` expressions, and `after` tokens further. */
function skipTo(reader: Reader, wanted: string, after = 1): void {
  let depth = 0
  for (; reader.index < reader.tokens.length; reader.index++) {
    const current = word(reader)
    if (depth === 0 && current === wanted) {
      reader.index += after
      return
    }
    if (current === '(' || current === 'CASE') depth++
    else if (current === ')' || (current === 'END' && depth > 0)) depth--
  }
}

function readEnd(reader: Reader): void {
  reader.index++
  if (reader.open.pop() === true) reader.branches--
  reader.taken.pop()
  const level = reader.levels.pop()
  if (level && reader.mayHaveLeft) level.mayBePassed = true
  // `END IF`, `END label`.
  while (reader.index < reader.tokens.length && word(reader) !== ';') reader.index++
}

function readDeclare(reader: Reader): void {
  const next = word(reader, 1)
  if (['CONTINUE', 'EXIT', 'UNDO'].includes(next) && word(reader, 2) === 'HANDLER') {
    reader.index += 4
    // `NOT FOUND` is the end of a cursor.
    if (word(reader) !== 'NOT') reader.handled = true
    skipHandled(reader)
    reader.handler = true
    return
  }
  while (reader.index < reader.tokens.length && word(reader) !== ';') reader.index++
}

/** Pass over the conditions of a handler: `SQLSTATE '42S21', 1060, NOT FOUND`. */
function skipHandled(reader: Reader): void {
  for (;;) {
    if (word(reader) === 'SQLSTATE') reader.index += word(reader, 1) === 'VALUE' ? 3 : 2
    else reader.index += word(reader) === 'NOT' ? 2 : 1
    if (word(reader) !== ',') return
    reader.index++
  }
}

function readStatement(reader: Reader): void {
  const start = reader.index
  const first = word(reader)
  while (reader.index < reader.tokens.length && word(reader) !== ';') reader.index++
  const conditional = reader.branches > 0 || reader.mayHaveLeft || reader.handler
  const levels = reader.handler ? [...reader.levels, {mayBePassed: true}] : [...reader.levels]
  reader.handler = false
  const mayBePassed = reader.mayHaveLeft
  if (leaving.has(first) && conditional) reader.mayHaveLeft = true
  if (steering.has(first)) return
  const branches = reader.taken.filter((branch) => branch !== undefined)
  const {handled} = reader
  const body = reader.tokens.slice(start, reader.index)
  reader.statements.push({tokens: body, conditional, handled, branches, levels, mayBePassed})
}
