/** The names of a body of SQL that stand for variables of its own. */
import type {Token} from '../../../parse/mysql/tokens/token.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'

/** Variables that it declares, and those that a cursor fills, in lower case: what is in them is not followed. */
export function declaredIn(tokens: readonly Token[], text: string): Set<string> {
  const names = new Set<string>()
  tokens.forEach(({upper}, index) => {
    if (upper === 'FETCH') {
      const into = tokens.findIndex((token, at) => at > index && token.upper === 'INTO')
      addList(into + 1)
    } else if (upper === 'DECLARE') addList(index + 1)
  })
  return names

  function addList(start: number): void {
    for (let at = start; ; at += 2) {
      const name = tokens[at]
      // `DECLARE EXIT HANDLER`, `DECLARE each CURSOR`.
      if (!name || /^(?:CONDITION|CURSOR|HANDLER)$/.test(tokens[at + 1]?.upper ?? '')) return
      names.add(unquoteName(text, name).toLowerCase())
      if (tokens[at + 1]?.upper !== ',') return
    }
  }
}

/**
 * What it may give another value to, in lower case. Of a statement that hands values over or takes some, everything in
 * it: nobody looks for the direction of each parameter.
 */
export function writtenIn(tokens: readonly Token[], text: string): Set<string> {
  const names = new Set<string>()
  let start = 0
  tokens.forEach(({upper}, index) => {
    if (upper !== ';' && index < tokens.length - 1) return
    const statement = tokens.slice(start, index + 1)
    const hands = statement.some((token) => /^(?:CALL|DECLARE|FETCH|FOR|INTO)$/.test(token.upper))
    statement.forEach((token, at) => {
      if (hands || /^:?=/.test(statement[at + 1]?.upper ?? '')) {
        names.add(unquoteName(text, token).toLowerCase())
      }
    })
    start = index + 1
  })
  return names
}
