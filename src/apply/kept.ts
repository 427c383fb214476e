import type {ShadowInput} from '../plan/steps.js'

/** An old table that is kept in sync with the one that has taken its place, so that `sqlsafe revert` can go back. */
export interface KeptInSync {
  /** The change that would be taken back, with the table's name. */
  input: ShadowInput
  /** The run that made it. */
  run: string
  /** When the tables changed places, as the server's text. */
  since: string
  /** Keys of rows that were written since, and are to be brought back by a revert. */
  behind: number
  /** There are more than were counted. */
  isMore: boolean
  /** The table was emptied since, so that all of its rows are to be brought back. */
  truncated: boolean
  /** Size of the log on the disk. */
  logBytes: number
}
