/** What one list has and the other has not; parts that are the same object in both are not looked at twice. */
export interface Difference<Item> {
  gone: readonly Item[]
  come: readonly Item[]
}

/**
 * Where two lists differ: both without the beginning and the end that they share, which is nearly all of them. An item
 * between two that have changed is in both.
 */
export function differenceOf<Item>(before: readonly Item[], after: readonly Item[]): Difference<Item> {
  if (before === after) return {gone: [], come: []}
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let same = 0
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++
  return {gone: before.slice(start, before.length - same), come: after.slice(start, after.length - same)}
}
