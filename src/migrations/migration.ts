import type {Script} from '../operations/script.js'

/** One migration: a file, or the up part of one, in the order in which the runner applies it. */
export interface Migration {
  /** As it is shown to people: relative to the working directory where it is below it; `<stdin>`. */
  path: string
  /** Its whole text, also the parts that the runner does not run going up. */
  text: string
  /** `migration`: the runner sends it in one transaction; `none`: each statement commits by itself. */
  transaction: 'migration' | 'none'
  /** Findings are raised for it; else it is history, read for what it makes. */
  checked: boolean
  script: Script
}
