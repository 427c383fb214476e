/** SQL that is to run right after a migration, in one of its own. */
export interface Addition {
  /** Of the statement that it comes after. */
  offset: number
  /** Of the file: words with `_` between them. */
  title: string
  up: string
  /** What takes it back; empty: nothing has to be done for that. */
  back: string
  /** Whether it runs in a transaction. */
  transaction: boolean
}
