import type {Token} from '../tokens/token.js'

/** The compound statements that are open at a place in a routine's body, outermost first. */
export interface Block {
  open: string[]
  /** An `END` was read; the token after it says of what. */
  ending: boolean
  previous: Token | undefined
  beforePrevious: Token | undefined
}

const routineWords = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
const headerWords = new Set([
  'OR',
  'REPLACE',
  'DEFINER',
  '=',
  'AGGREGATE',
  '(',
  ')',
  'CURRENT_USER',
  'CURRENT_ROLE',
  ''
])
const compoundWords = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])
/** Tokens after which a statement of a body starts. */
const beforeStatement = new Set([';', 'BEGIN', 'DO', 'LOOP', 'REPEAT', ':', 'THEN', 'ELSE'])
/** Last tokens of a routine's header, after which its body starts. */
const beforeBody = new Set(['ROW', ')', ':', 'DETERMINISTIC', 'DATA', 'SQL', 'DEFINER', 'INVOKER', 'DO'])

/** Start to follow a body, after the last word of a routine's head or at the start of a statement. */
export function createBlock(head?: Token): Block {
  return {open: [], ending: false, previous: head, beforePrevious: undefined}
}

/** Whether tokens are the head of a statement that has a body, up to and with the word that says so. */
export function isRoutineHead(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.upper
  if (first !== 'CREATE' && first !== 'ALTER') return false
  const last = tokens.at(-1)
  if (!last || !routineWords.has(last.upper) || tokens.length > 20) return false
  return tokens
    .slice(1, -1)
    .every((token, index) => headerWords.has(token.upper) || tokens[index]?.upper === '=' || token.type === 'variable')
}

/** Go on by one token. */
export function followBlock(block: Block, token: Token): void {
  const closesCompound = block.ending && close(block, token.upper)
  block.ending = false
  if (!closesCompound) {
    if (token.upper === 'END') block.ending = true
    else if (token.upper === 'BEGIN') block.open.push('BEGIN')
    else if (token.upper === 'CASE') block.open.push(startsStatement(block) ? 'CASE' : 'CASE expression')
    else if (compoundWords.has(token.upper) && startsStatement(block)) block.open.push(token.upper)
  }
  block.beforePrevious = block.previous
  block.previous = token
}

/** Whether all that was opened is closed, an `END` before this place counted. */
export function isClosed(block: Block): boolean {
  return block.open.length === 0 || (block.ending && block.open.length === 1)
}

/** Close what an `END` ends; whether the word after it belongs to it. */
function close({open}: Block, word: string): boolean {
  if (compoundWords.has(word) || word === 'CASE') {
    if (open.at(-1) === word) open.pop()
    return true
  }
  const last = Math.max(open.lastIndexOf('BEGIN'), open.lastIndexOf('CASE expression'))
  if (last !== -1) open.length = last
  return false
}

function startsStatement({beforePrevious, open, previous}: Block): boolean {
  if (!previous) return true
  if (open.length === 0) {
    if (beforeBody.has(previous.upper) || previous.type === 'string') return true
    return beforePrevious?.upper === 'FOLLOWS' || beforePrevious?.upper === 'PRECEDES'
  }
  if (!beforeStatement.has(previous.upper)) return false
  // `CASE … THEN IF(a, b, c)` is an expression.
  return !(previous.upper === 'THEN' || previous.upper === 'ELSE') || open.at(-1) !== 'CASE expression'
}
