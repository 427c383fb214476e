/** Texts of SQL with what Knex puts into them. https://knexjs.org/guide/raw.html#raw-parameter-binding */
import {elementsOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {optionOf} from '../../text/names.js'
import {sqlFor} from '../../text/pieces.js'
import type {Piece, Sql} from '../../text/pieces.js'

/**
 * The SQL of `raw(text, bindings)` and its like; `undefined`: nothing of it is known.
 *
 * `??` are names, `?` values, `\\?` is a mark of SQL. `:name:` are names, `:name` values in an object.
 */
export function boundText([text, bindings]: readonly Expression[], translation: Translation): Sql | undefined {
  const sql = text && translation.text(text)
  if (sql === undefined || bindings === undefined) return sql
  const values = elementsOf(bindings)
  return values === undefined ? withNamed(sql, bindings, translation) : withListed(sql, values, bindings, translation)
}

/** With the bindings of a list. */
function withListed(sql: Sql, values: readonly Expression[], bindings: Expression, translation: Translation): Sql {
  let next = 0
  return sql.flatMap((piece, index): Sql => {
    let done = 0
    const parts: Sql[] = []
    const isEscaped = /^\?/.test(piece.text) && sql[index - 1]?.text.endsWith('\\') === true
    for (const match of piece.text.matchAll(/\\(?:\?|$)|\?\??/g)) {
      if (match.index === 0 && isEscaped) continue
      // The mark itself stays, what escapes it goes.
      const isEscape = match[0].startsWith('\\')
      if (isEscape && match[0].length === 1 && sql[index + 1]?.text.startsWith('?') !== true) continue
      const value = isEscape ? undefined : values[next++]
      const known = value && (match[0] === '??' ? translation.relation(value) : translation.value(value))
      // A value that nobody knows is none that matters here.
      const unknown = translation.dialect === 'postgres' ? `$${String(next)}` : '?'
      parts.push(cut(piece, done, match.index), isEscape ? [] : (known ?? sqlFor(bindings.node)`${unknown}`))
      done = match.index + (isEscape ? 1 : match[0].length)
    }
    return [...parts.flat(), ...cut(piece, done, piece.text.length)]
  })
}

/** With the bindings of an object. */
function withNamed(sql: Sql, bindings: Expression, translation: Translation): Sql {
  let count = 0
  return sql.flatMap((piece): Sql => {
    let done = 0
    const parts: Sql[] = []
    for (const match of piece.text.matchAll(/(?<![:\w]):(\w+)(:?)/g)) {
      const value = optionOf(bindings, match[1] ?? '')
      const known = value && (match[2] === ':' ? translation.relation(value) : translation.value(value))
      const unknown = translation.dialect === 'postgres' ? `$${String(++count)}` : '?'
      parts.push(cut(piece, done, match.index), known ?? sqlFor(bindings.node)`${unknown}`)
      done = match.index + match[0].length
    }
    return [...parts.flat(), ...cut(piece, done, piece.text.length)]
  })
}

function cut(piece: Piece, from: number, to: number): Sql {
  if (from === to) return []
  const {start} = piece.source
  return [
    {
      ...piece,
      text: piece.text.slice(from, to),
      source: piece.exact ? {start: start + from, end: start + to} : piece.source
    }
  ]
}
