/** What the text of a body tells of sequences where it builds SQL, in variables and records too. */
import {advance, createLexer} from '../../../parse/postgres/lexer.js'

/** Whether a body has the words with which a sequence is set, in code or in the texts that it puts together. */
export function namesSetting(body: string): boolean {
  return words.test(body) && words.test(runnable(body))
}

const words = /\bsetval\s*\(|\balter\s+(?:sequence|table\b[^;]*?\balter)\b[^;]*?\brestart\b/i

/** What may come to be run: without comments, and without what `RAISE` and `ASSERT` only say. */
function runnable(body: string): string {
  const lexer = createLexer(body)
  let text = ''
  let isSaid = false
  let from = 0
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    const token = body.slice(lexer.start, lexer.end)
    if (kind === 'word' && /^(?:raise|assert)$/i.test(token)) isSaid = true
    else if (token === ';') isSaid = false
    const isLeft = kind === 'comment' || (isSaid && (kind === 'string' || kind === 'dollar'))
    text += body.slice(from, lexer.start) + (isLeft ? ' ' : token)
    from = lexer.end
  }
  return text + body.slice(from)
}
