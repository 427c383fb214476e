/** What a condition is, as it is written, where its constants tell without a row. */
import {splitAt, unwrap} from './where-parts.js'

const number = String.raw`(-?\d+(?:\.\d+)?)`
const comparison = new RegExp(`^${number}\\s*(=|<=>|<>|!=|<=|>=|<|>)\\s*${number}$`)
const sameText = /^('[^'\\]*')\s*(?:=|<=>)\s*\1$/

/**
 * Tell whether a condition holds for each row, whatever is in it.
 *
 * @returns `undefined` where a row decides, or what the constants mean is not plain.
 */
export function truthOf(condition: string): boolean | undefined {
  const text = unwrap(condition.trim())
  if (splitAt(text, ['xor']).length > 1) return undefined
  for (const [words, deciding] of [
    [['or', '||'], true],
    [['and', '&&'], false]
  ] as const) {
    const parts = splitAt(text, words)
    if (parts.length === 1) continue
    const truths = parts.map(truthOf)
    // What one part is decides all of it: the other way round all have to be it.
    if (truths.includes(deciding)) return deciding
    return truths.every((truth) => truth !== undefined) ? !deciding : undefined
  }

  const negated = /^not\b(.+)$/is.exec(text)?.[1] ?? /^!\s*(\w+|\(.*\))$/s.exec(text)?.[1]
  if (negated !== undefined) {
    const truth = truthOf(negated)
    return truth === undefined ? undefined : !truth
  }
  return literalTruth(text)
}

function literalTruth(text: string): boolean | undefined {
  if (/^true$/i.test(text) || sameText.test(text)) return true
  if (/^false$/i.test(text)) return false
  if (new RegExp(`^${number}$`).test(text)) return Number(text) !== 0

  const [, left, operator = '', right] = comparison.exec(text) ?? []
  if (left === undefined || right === undefined) return undefined
  const difference = Number(left) - Number(right)
  if (operator === '=' || operator === '<=>') return difference === 0
  if (operator === '<>' || operator === '!=') return difference !== 0
  if (operator.endsWith('=') && difference === 0) return true
  return operator.startsWith('<') ? difference < 0 : difference > 0
}
