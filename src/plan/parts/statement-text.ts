/** What stands in the text of statements, where their operations do not hold it. */
import {advance, createLexer} from '../../parse/postgres/lexer.js'
import {findPlaceholders, substitute} from '../../parse/postgres/template.js'

/** `CREATE INDEX` taken apart: what stands before the table, and after it. */
export interface IndexStatement {
  unique: boolean
  /** From the method or the opening bracket on. */
  tail: string
}

/** Take `CREATE INDEX` apart at its table; `undefined` where it does not read like that. */
export function readIndexStatement(text: string): IndexStatement | undefined {
  // A placeholder is one name, of the same length.
  const [names = text] = substitute(text, findPlaceholders(text))
  const lexer = createLexer(names)
  let unique = false
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    if (kind !== 'word') continue
    const word = names.slice(lexer.start, lexer.end).toUpperCase()
    unique ||= word === 'UNIQUE'
    // A name without quotes is never `ON`.
    if (word === 'ON') return {unique, tail: text.slice(afterTable(names, lexer.end))}
  }
  return undefined
}

/** Where `[ONLY] [schema.]table` has ended. */
function afterTable(text: string, from: number): number {
  const lexer = createLexer(text, from)
  let isAfterName = false
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    const token = text.slice(lexer.start, lexer.end)
    if (kind === 'comment' || (!isAfterName && token.toUpperCase() === 'ONLY')) continue
    if (token === '.') isAfterName = false
    else if (isAfterName) return lexer.start
    else isAfterName = true
  }
  return text.length
}

/** A constraint as it is written, from its own key word on: without `ADD` and its name. */
export function constraintBody(text: string): string {
  const lexer = createLexer(text)
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    if (kind === 'comment') continue
    const word = text.slice(lexer.start, lexer.end).toUpperCase()
    if (word === 'ADD') continue
    if (word !== 'CONSTRAINT') return text.slice(lexer.start)
    do kind = advance(lexer)
    while (kind === 'comment')
  }
  return ''
}

/** Names that a DML statement is divided at, outside of brackets. */
const clauseWords = ['SET', 'FROM', 'USING', 'WHERE', 'RETURNING', 'ORDER', 'LIMIT', 'OFFSET', 'GROUP', 'HAVING']

/**
 * The clauses of an UPDATE, DELETE or SELECT by their key word, as written, each up to the next one. `head`: what
 * stands before the first.
 */
export function readClauses(text: string): Readonly<Record<string, string>> {
  const lexer = createLexer(text)
  const starts: Array<{word: string; start: number; end: number}> = []
  let depth = 0
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    const token = text.slice(lexer.start, lexer.end)
    if (token === '(' || token === '[') depth++
    if (token === ')' || token === ']') depth--
    const word = token.toUpperCase()
    const isFresh = !starts.some((each) => each.word === word)
    // `IS DISTINCT FROM` is an operator.
    const isOperator = word === 'FROM' && /\bdistinct\s*$/i.test(text.slice(0, lexer.start))
    if (kind === 'word' && depth === 0 && clauseWords.includes(word) && isFresh && !isOperator) {
      starts.push({word, start: lexer.start, end: lexer.end})
    }
  }
  const clauses: Record<string, string> = {head: text.slice(0, starts[0]?.start).trim()}
  for (const [index, {end, word}] of starts.entries()) {
    clauses[word] = text.slice(end, starts[index + 1]?.start).trim()
  }
  return clauses
}
