/** Turns what the server says against a statement into sqlsafe's form of words. */
import type {Problem} from '../source.js'
import {advance, createLexer} from './lexer.js'
import type {SyntaxFault} from './library.js'
import {tooDeep} from './library.js'
import {showPlaceholders} from './template.js'

/** Long literals are named by their beginning. */
const longestToken = 40

/** Say what is unexpected, and where: the token that the server names, or the end of the statement. */
export function describeFault(sql: string, {message, position}: SyntaxFault): Problem {
  const start = Math.min(position ?? 0, sql.length)
  const lexer = createLexer(sql, start)
  advance(lexer)
  // At the end there is no token to point at: point at the last character.
  const range =
    lexer.kind === 'end' || position === undefined
      ? {start: position === undefined ? 0 : Math.max(0, sql.trimEnd().length - 1), end: sql.trimEnd().length}
      : {start: lexer.start, end: lexer.end}
  return {message: reword(message), range, reason: 'syntax'}
}

function reword(message: string): string {
  // V8 says this of the parser's own stack.
  if (message === tooDeep) return 'Unexpected depth of nesting, expected a simpler statement'
  if (message.endsWith('at end of input')) return 'Unexpected end of the statement, expected more'

  const [, what = message, token] = /^(.*?) at or near "([\s\S]*)"$/.exec(message) ?? []
  const unclosed = /^unterminated (.*)$/.exec(what)
  if (unclosed) return `Unexpected end of ${article(unclosed[1] ?? '')}, expected its end to be written`
  if (token === undefined) return `Unexpected statement, expected another: ${what}`

  if (token === '`') return 'Unexpected backtick, expected double quotes around names'
  const named = showPlaceholders(token)
  const shown = named.length > longestToken ? `${named.slice(0, longestToken)}…` : named
  return what === 'syntax error' ? `Unexpected \`${shown}\`` : `Unexpected \`${shown}\`: ${what}`
}

function article(what: string): string {
  const name = what === '/* comment' ? 'comment' : what
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`
}
