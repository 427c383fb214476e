/** What has to be known of a table to fill it with rows, whatever the engine. */

/** A column that may get values; those that the server computes are left out. */
export interface FillColumn {
  name: string
  /** What an expression is cast to; `undefined`: it is left as it is. */
  type: string | undefined
  nullable: boolean
  /** The server has a value for it where none is given. */
  hasDefault: boolean
  /** The server counts: it gets a value only where others have to know it beforehand. */
  automatic: boolean
  /** SQL expressions in `n`, the number of the row; most plausible first. */
  candidates: readonly string[]
}

/** A condition that each row has to meet: a check, or the bounds of a partition. */
export interface FillCheck {
  /** Names of the columns in it. */
  columns: readonly string[]
  /** SQL over bare names of columns. */
  condition: string
}

export interface FillKey {
  columns: readonly string[]
  /** `FillTable.name` of the referenced table. */
  target: string
  targetColumns: readonly string[]
}

export interface FillTable {
  /** As `FillKey.target`. */
  name: string
  /** For people. */
  label: string
  /** In SQL: what rows are put into, and what they are counted in; of a partition, its root and itself. */
  into: string
  source: string
  columns: readonly FillColumn[]
  checks: readonly FillCheck[]
  foreignKeys: readonly FillKey[]
}

/** How a dialect writes what filling takes. */
export interface FillDialect {
  quote: (name: string) => string
  /** A derived table with the numbers from `from` to `to` as `n`. */
  numbers: (from: number, to: number) => string
  /** Put the rows of a query into a table; `lenient`: a row that breaks a key is left out. */
  insert: (into: string, columns: string, query: string, lenient: boolean) => string
  cast: (expression: string, column: FillColumn) => string
}
