import type {Range} from '../../parse/source.js'

/** A comment that keeps findings back, or means to. */
export interface Suppression {
  directive: 'disable' | 'disable-line' | 'disable-next-line' | 'enable'
  /** As written; empty: every rule that can be suppressed without its name. */
  rules: readonly string[]
  /** After the colon; `undefined`: none. */
  reason: string | undefined
  /** Of the comment. */
  range: Range
  /** Where it keeps back findings that begin there. */
  covers: Range
  /** Of a `disable`: the `enable`s after it; no rules are all rules. */
  enabledAgain: ReadonlyArray<{at: number; rules: readonly string[]}>
  /** It reads like one of ours and is none: nothing is kept back. `phase`: it names a phase that there is not. */
  unreadable?: boolean | 'phase'
  /**
   * It is another checker's, called `name`. `unknown`: its names for what no rule covers; `undefined`: it should name
   * something and does not. It may well keep nothing back: the other checker speaks where sqlsafe has nothing to say.
   */
  peer?: {name: string; unknown: readonly string[] | undefined}
}
