/** From text to tokens. */
import {compareVersions} from '../../../server/server.js'
import {skipBlank} from './blank.js'
import type {Lexer} from './lexer.js'
import {take} from './lexer.js'
import {continuedEnd, placeholderEnd} from './placeholder.js'
import {scanQuoted} from './quoted.js'
import type {Token} from './token.js'

// Characters beyond the basic plane, which are two here, stand in no name:
// https://dev.mysql.com/doc/refman/9.7/en/identifiers.html
const word = /[A-Za-z_$\u0080-\uD7FF\uE000-\uFFFF][\w$\u0080-\uD7FF\uE000-\uFFFF]*/y
const digitWord = /\d[\w$\u0080-\uD7FF\uE000-\uFFFF]*/y
const number = /0[xX][\dA-Fa-f]+|0b[01]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const variable = /@@?(?:[\w$.\u0080-\uFFFF]+|`[^`]*`)?/y
const operator = /<=>|->>|:=|->|<=|>=|<>|!=|&&|\|\||<<|>>|::|[-+*/%=<>!&|^~(),.;:?{}[\]]/y
// Lone control characters and backslashes; a run of them is one token.
const rubbish = /[^\w$\s'"`@#(),.;=<>+*/:?!&|^~%{}[\]\u0080-\uD7FF\uE000-\uFFFF-]+|[\s\S]/y

/** Read the next token; `undefined` at the end of the text. */
export function nextToken(lexer: Lexer): Token | undefined {
  const unterminated = skipBlank(lexer)
  if (unterminated) return unterminated
  const {delimiter, position, text} = lexer
  if (position >= text.length) return undefined
  if (text.startsWith(delimiter, position)) return take(lexer, 'end', position + delimiter.length)
  // The client program's other delimiters: https://dev.mysql.com/doc/refman/9.7/en/mysql-commands.html
  if (text.startsWith('\\g', position) || text.startsWith('\\G', position)) return take(lexer, 'end', position + 2)

  const code = text.charCodeAt(position)
  if (code === 36) {
    const end = dollarQuotedEnd(lexer)
    if (end !== undefined) return take(lexer, 'string', end)
  }
  if (isWordStart(code)) return readWord(lexer)
  if (code >= 48 && code <= 57) return readNumber(lexer)
  if (code === 39 || code === 34 || code === 96) return scanQuoted(lexer, position)
  return readSymbol(lexer, code)
}

const dollarTag = /\$\w*\$/y

/**
 * End of `$$ … $$` or `$tag$ … $tag$`, which holds routines in JavaScript.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/srjs-examples.html
 */
function dollarQuotedEnd(lexer: Lexer): number | undefined {
  const {position, server, text} = lexer
  if (server.dialect !== 'mysql' || compareVersions(server.version, [9]) < 0) return undefined
  const opened = matchEnd(dollarTag, text, position)
  if (opened === undefined) return undefined
  const tag = text.slice(position, opened)
  // Searched only where there is something to find: many that are never closed take no longer than others.
  lexer.lastTags ??= findLastTags(text)
  if ((lexer.lastTags.get(tag) ?? 0) < opened) return undefined
  return text.indexOf(tag, opened) + tag.length
}

function findLastTags(text: string): Map<string, number> {
  const last = new Map<string, number>()
  // What ends one may begin the next.
  for (const {0: tag, index} of text.matchAll(/\$\w*(?=\$)/g)) last.set(`${tag}$`, index)
  return last
}

function readWord(lexer: Lexer): Token {
  const {position, text} = lexer
  // `N'…'`, `x'…'`, `b'…'`: the letter belongs to the string.
  if (text[position + 1] === "'" && /[nNxXbB]/.test(text[position] ?? '')) return scanQuoted(lexer, position, 1)

  let end = matchEnd(word, text, position) ?? position + 1
  const isDollar = text[end - 1] === '$'
  if (text[end] === '{' || text[end] === '<' || (text[end] === '(' && isDollar)) {
    // `pre_${x}`: the dollar sign was read as a part of the word.
    if (isDollar) end--
    const continued = continuedEnd(text, end)
    if (continued > end) return take(lexer, 'placeholder', continued)
    end = matchEnd(word, text, position) ?? position + 1
  }
  return take(lexer, 'word', beforeDelimiter(lexer, end))
}

/** A delimiter of word characters, such as `$$`, ends a word that it touches: `END$$`. */
function beforeDelimiter({delimiter, position, text}: Lexer, end: number): number {
  if (!/^[\w$]/.test(delimiter)) return end
  const found = text.slice(position, end + delimiter.length).indexOf(delimiter)
  return found > 0 ? Math.min(end, position + found) : end
}

function readNumber(lexer: Lexer): Token {
  const {position, text} = lexer
  const asNumber = matchEnd(number, text, position) ?? position + 1
  const asWord = matchEnd(digitWord, text, position) ?? position + 1
  // Names may start with digits: `2fa_codes`, and after a dot `t.1e5` too; `1e5x` is a number and a name.
  const exponent = /^\d+[eE]\d/.test(text.slice(position, position + 20))
  if ((asWord > asNumber && !exponent) || (text[position - 1] === '.' && /[\w`]/.test(text[position - 2] ?? ''))) {
    return take(lexer, 'word', beforeDelimiter(lexer, asWord))
  }
  return take(lexer, 'number', asNumber)
}

function readSymbol(lexer: Lexer, code: number): Token {
  const {position, text} = lexer
  const placeholder = placeholderEnd(text, position)
  if (placeholder !== undefined) return take(lexer, 'placeholder', placeholder)
  if (code === 64) return readVariable(lexer)
  if (code === 46) {
    const previous = text[position - 1] ?? ' '
    const end = /[\w`"]/.test(previous) ? undefined : matchEnd(number, text, position)
    if (end !== undefined) return take(lexer, 'number', end)
  }
  if (code === 63) return take(lexer, 'placeholder', position + 1)
  const end = matchEnd(operator, text, position)
  if (end !== undefined) return take(lexer, 'operator', end)
  return take(lexer, 'broken', matchEnd(rubbish, text, position) ?? position + 1)
}

/** `@x`, `@'x'`, `@@global.x`; a host name in `'user'@'host'` reads the same. */
function readVariable(lexer: Lexer): Token {
  const {position, text} = lexer
  const quote = text[position + 1]
  if (quote === "'" || quote === '"' || quote === '`') {
    const quoted = scanQuoted(lexer, position, 1)
    return quoted.type === 'broken' ? quoted : {...quoted, type: 'variable'}
  }
  const end = matchEnd(variable, text, position) ?? position + 1
  return take(lexer, 'variable', end)
}

function isWordStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 36 ||
    (code >= 128 && (code < 0xd800 || code > 0xdfff))
  )
}

function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position
  return pattern.test(text) ? pattern.lastIndex : undefined
}
