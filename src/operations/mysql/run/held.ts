/** What variables and prepared statements hold where nobody knows which way was taken. */
import type {Possible, PossibleText, Run} from './run.js'

/** Of user variables, local variables and prepared statements, in this order. */
export type Values = ReadonlyArray<ReadonlyMap<string, Possible>>

/** Keep what all of them hold now. */
export function valuesOf({locals, prepared, variables}: Run): Values {
  return [variables, locals, prepared].map((values) => new Map(values))
}

/** They hold what they hold now, or what they held before. */
export function holdEither({locals, prepared, variables}: Run, before: Values): void {
  for (const [index, values] of [variables, locals, prepared].entries()) {
    for (const [name, earlier] of before[index] ?? []) {
      values.set(name, values.has(name) ? either(earlier, values.get(name)) : earlier)
    }
  }
}

/** One of them holds this now: where it may have been passed, what it held counts behind it as well. */
export function hold(run: Run, values: Map<string, Possible>, name: string, possible: Possible): void {
  values.set(name, run.mayBePassed && values.has(name) ? either(values.get(name), possible) : possible)
}

/** More texts than that are not followed: each is run wherever one of them is. */
const mostTexts = 64

function either(earlier: Possible, now: Possible): Possible {
  if (earlier === now || !earlier || !now) return earlier && now
  const texts = new Map<string, PossibleText>(earlier.map((each) => [each.text, each]))
  for (const each of now) {
    const same = texts.get(each.text)
    // Of the same text on two ways nobody knows which condition let it run.
    texts.set(each.text, same && same !== each ? {...each, asked: undefined} : each)
  }
  return texts.size > mostTexts ? undefined : [...texts.values()]
}
