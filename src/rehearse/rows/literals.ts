/** Values that a condition itself names: what satisfies it is most often near them. */

/** Most that are tried for one column. */
const most = 24

/** What stands in a condition: texts without quotes, and numbers. */
export interface Literals {
  texts: string[]
  numbers: number[]
}

/** Find the literals of a condition. */
export function literalsOf(condition: string): Literals {
  const texts = [...condition.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
  const rest = condition.replace(/'(?:[^']|'')*'/g, ' ')
  // In a pattern a number says how long something is.
  const repeated = texts.flatMap((text) =>
    [...text.matchAll(/\{(\d+)(?:,(\d+))?\}/g)].flatMap(([, from = '', to = '']) => [from, to])
  )
  const plain = [...rest.matchAll(/(?<![\w."`$])-?\d+(?:\.\d+)?(?![\w"`])/g)].map(([text]) => text)
  return {
    texts: [...new Set(texts)].slice(0, most),
    numbers: [...new Set([...plain, ...repeated.filter((text) => text !== '')].map(Number))].slice(0, most)
  }
}

/** Expressions that may satisfy a condition with these literals, for a column whose values are texts. */
export function textCandidates({numbers, texts}: Literals, pick: (texts: readonly string[]) => string): string[] {
  const lengths = numbers.filter((length) => Number.isInteger(length) && length > 0 && length < 1000)
  return [
    ...(texts.length > 1 ? [pick(texts)] : []),
    ...texts.map(literal),
    ...lengths.flatMap((length) => [`lpad(concat('', n), ${length}, 'a')`, `lpad(concat('', n), ${length}, '0')`])
  ]
}

/** The same for numbers: between two that are named, at them, and beside them. */
export function numberCandidates({numbers, texts}: Literals): string[] {
  // PostgreSQL writes some numbers as texts with a cast.
  const all = [...numbers, ...texts.filter((text) => /^-?\d+(\.\d+)?$/.test(text)).map(Number)]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const between = all.length > 1 && high - low > 1 ? [`${low + 1} + mod(n, ${Math.floor(high - low - 1)})`] : []
  const from = all.length > 1 ? [`${low} + mod(n, ${Math.floor(high - low + 1)})`] : []
  return [
    ...between,
    ...from,
    ...all.flatMap((number) => [`${number} + n`, `${number}`, `${number + 1}`, `${number - 1}`])
  ]
}

/** The same for dates and times: at those that are named, and a little later. */
export function timeCandidates({texts}: Literals, later: (text: string) => string): string[] {
  return texts.filter((text) => /^\d{4}-\d\d-\d\d/.test(text)).flatMap((text) => [later(text), literal(text)])
}

/** A text as SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
