/** Statements on one prepared schema; each is run by itself, and undone. */
export interface CaseGroup {
  /** Stands in the message of a difference. */
  name: string
  setup: string
  /** Run in a transaction that is rolled back. */
  statements: readonly string[]
  /** Refuse to run in a transaction; what they do stays, so that their order matters. */
  outside?: readonly string[]
}

/** Fill a table whose first column is a number. */
export const rows = (table: string, columns: string, count = 1000): string =>
  `INSERT INTO ${table} SELECT ${columns} FROM generate_series(1, ${count}) g;`
