/** Logic with three values: yes, no, not known. */
import type {Verdict} from '../../effect.js'

export function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict
}

/** Yes where one is; no where all are no. */
export function any<Item>(items: Iterable<Item>, test: (item: Item) => Verdict): Verdict {
  let result: Verdict = false
  for (const item of items) {
    const verdict = test(item)
    if (verdict === true) return true
    if (verdict === undefined) result = undefined
  }
  return result
}

/** No where one is; yes where all are yes. */
export function all<Item>(items: Iterable<Item>, test: (item: Item) => Verdict): Verdict {
  return not(any(items, (item) => not(test(item))))
}
