import type {Constant, Span} from './definitions.js'

/** A span with one more constant in it; `null`: one of them is none, or they are of two kinds. */
export function widenTo(span: Span | null | undefined, value: Constant | null): Span | null {
  if (value === null) return null
  if (!span) return {least: value, greatest: value}
  if (typeof value !== typeof span.least) return null
  if (value < span.least) return {...span, least: value}
  return value > span.greatest ? {...span, greatest: value} : span
}
