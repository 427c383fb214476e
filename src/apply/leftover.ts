/** What is still on a database of runs that are over. */
export interface Leftover {
  /**
   * `kept`: an old table, kept on purpose. `remains`: of a run that was ended from outside. `tried`: an empty table of a
   * preflight that was; the next one drops it. `journal`: our notes.
   */
  kind: 'kept' | 'remains' | 'tried' | 'journal'
  /** What it is, for people. */
  title: string
  /** What takes it away, in one transaction. */
  sql: readonly string[]
}
