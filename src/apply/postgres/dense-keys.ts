/** Keys that are numbers with hardly a gap: where a batch ends is worked out then, and not looked up in the table. */

/** The greatest number of each type. https://www.postgresql.org/docs/current/datatype-numeric.html */
const greatest: Record<string, bigint> = {smallint: 2n ** 15n - 1n, integer: 2n ** 31n - 1n, bigint: 2n ** 63n - 1n}

/**
 * A key so many numbers after another: no more than so many rows lie between. `undefined`: it is no such number.
 *
 * @param types Of the columns of the key.
 */
export function numberAfter(
  [type, ...others]: readonly string[],
  after: readonly string[] | null,
  rows: number
): string | undefined {
  const [text] = after ?? []
  const limit = greatest[type ?? '']
  if (text === undefined || limit === undefined || others.length > 0) return undefined
  const next = BigInt(text) + BigInt(rows)
  return next <= limit ? String(next) : undefined
}

/** Whether hardly a number is missing between two keys with so many rows. */
export function isDense(
  types: readonly string[],
  after: readonly string[] | null,
  last: readonly string[] | null,
  rows: number
): boolean {
  const most = numberAfter(types, after, Math.ceil(rows * 1.25))
  return most !== undefined && last !== null && BigInt(last[0] ?? '') <= BigInt(most)
}

/** Whether a worked out range had so many rows that the next one may be worked out too. */
export function isStillDense(rows: number, wanted: number): boolean {
  return rows >= wanted / 2
}
