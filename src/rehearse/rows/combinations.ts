/**
 * All ways to choose one of several for each place, the nearest to the first of each before those that
 * are further away, up to a number. Each way is the indexes of what is chosen.
 *
 * @param sizes How many there are to choose from, for each place.
 */
export function* combinations(sizes: readonly number[], most: number): Generator<number[]> {
  if (sizes.some((size) => size === 0)) return
  const furthest = sizes.reduce((sum, size) => sum + size - 1, 0)
  let left = most
  for (let distance = 0; distance <= furthest; distance++) {
    for (const way of atDistance(sizes, distance)) {
      if (left-- <= 0) return
      yield way
    }
  }
}

function* atDistance([size, ...others]: readonly number[], distance: number): Generator<number[]> {
  if (size === undefined) {
    if (distance === 0) yield []
    return
  }
  for (let index = Math.min(distance, size - 1); index >= 0; index--) {
    for (const rest of atDistance(others, distance - index)) yield [index, ...rest]
  }
}
