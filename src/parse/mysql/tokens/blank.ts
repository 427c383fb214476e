import type {Lexer} from './lexer.js'
import {take} from './lexer.js'
import type {Token} from './token.js'
import {runsVersionComment} from './version-comment.js'

// What Unicode calls white space beside these is a character of names: a byte order mark, a space that breaks no line.
const space = /[\t-\r ]+/y
const versionDigits = /M?!(\d{5,6})?/y

/**
 * Pass over white space and comments, which are kept in `lexer.comments`. The content of a version
 * comment that the server runs is code, so only its opening and its end are passed over.
 *
 * @returns A broken token for a comment without an end, else `undefined`.
 */
export function skipBlank(lexer: Lexer): Token | undefined {
  const {text} = lexer
  for (;;) {
    space.lastIndex = lexer.position
    if (space.test(text)) lexer.position = space.lastIndex
    const {position} = lexer
    switch (text.charCodeAt(position)) {
      case 35: // #
        skipLine(lexer, 1)
        continue
      case 45: // `--` opens a comment only before white space, a control character or the end.
        if (text[position + 1] !== '-' || text.charCodeAt(position + 2) > 32) return undefined
        skipLine(lexer, 2)
        continue
      case 47: {
        if (text[position + 1] !== '*') return undefined
        const broken = skipBlock(lexer)
        if (broken) return broken
        continue
      }
      case 42: {
        // The end of a version comment whose content was code.
        const start = text[position + 1] === '/' ? lexer.openVersionComments.pop() : undefined
        if (start === undefined) return undefined
        lexer.position += 2
        lexer.closedVersionComment = {start, end: lexer.position}
        continue
      }
      default:
        return undefined
    }
  }
}

function skipLine(lexer: Lexer, opening: number): void {
  const {position, text} = lexer
  // The delimiter of the client program is a `#` comment in a few files: it goes first.
  const newline = text.indexOf('\n', position)
  const end = newline === -1 ? text.length : newline
  addComment(lexer, position, end, position + opening, end)
  lexer.position = end
}

function skipBlock(lexer: Lexer): Token | undefined {
  const {position, text} = lexer
  versionDigits.lastIndex = position + 2
  const version = versionDigits.exec(text)
  const isVersion = version !== null
  if (isVersion && runsVersionComment(lexer.server, version[0].startsWith('M'), version[1] ?? '')) {
    lexer.openVersionComments.push(position)
    lexer.position = versionDigits.lastIndex
    return undefined
  }
  const end = isVersion ? nestedEnd(text, position + 2) : text.indexOf('*/', position + 2)
  if (end === -1) return take(lexer, 'broken', text.length)
  addComment(lexer, position, end + 2, position + 2, end)
  lexer.position = end + 2
  return undefined
}

/** Where the end of a comment that is not run stands: comments may stand inside of it. */
function nestedEnd(text: string, from: number): number {
  let depth = 1
  let position = from
  let open = 0
  for (;;) {
    const end = text.indexOf('*/', position)
    if (end === -1) return -1
    // Searched again only where the last one lies behind: the time stays linear.
    if (open !== -1 && open < position) open = text.indexOf('/*', position)
    if (open !== -1 && open < end) {
      depth++
      position = open + 2
    } else if (--depth === 0) return end
    else position = end + 2
  }
}

function addComment(lexer: Lexer, start: number, end: number, from: number, to: number): void {
  lexer.comments.push({text: lexer.text.slice(from, to).trim(), range: {start, end}})
}
