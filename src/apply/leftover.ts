/** What is still on a database of runs that are over. */
export interface Leftover {
  /** `kept`: an old table, kept on purpose. `remains`: of a run that was ended from outside. `journal`: our notes. */
  kind: 'kept' | 'remains' | 'journal'
  /** What it is, for people. */
  title: string
  /** What takes it away, in one transaction. */
  sql: readonly string[]
}
