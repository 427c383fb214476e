import type {Node} from 'libpg-query'
import type {Span} from '../../definitions.js'
import {widenTo} from '../../span.js'
import {as} from '../node.js'

/** Of each column of a `VALUES` list, between which whole numbers its values are; `null`: not all are literals of one. */
export function spansOfValues(rows: readonly Node[]): Array<Span | null> {
  const spans: Array<Span | null> = []
  for (const [row, list] of rows.entries()) {
    for (const [column, value] of (as(list, 'List')?.items ?? []).entries()) {
      const before = row === 0 ? undefined : spans[column]
      spans[column] = before === null ? null : widenTo(before, wholeNumber(value))
    }
  }
  return spans
}

/** Digits that a number of JavaScript holds. */
const mostDigits = 15

/** Numbers beyond 32 bits come as texts. */
function wholeNumber(value: Node): number | null {
  const constant = as(value, 'A_Const')
  if (constant?.ival) return constant.ival.ival ?? 0
  const text = constant?.fval?.fval ?? ''
  return /^-?\d+$/.test(text) && text.length <= mostDigits ? Number(text) : null
}
