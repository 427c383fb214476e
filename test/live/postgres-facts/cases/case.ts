/** Statements on one prepared schema; each is run by itself, and undone. */
export interface CaseGroup {
  /** Unique; stands in the recordings and in the message of a difference. */
  name: string
  /** The first version that knows everything in the setup. */
  since?: number
  setup: string
  /** Run in a transaction that is rolled back. */
  statements: readonly string[]
  /** What they meet cannot be known from the files: at least what the servers do is foretold, as unknown. */
  unsure?: boolean
  /** Refuse to run in a transaction; what they do stays, so that their order matters. */
  outside?: readonly string[]
}

/** One statement and what it meets. */
export interface FactCase {
  group: string
  /** Name of its line in the recordings, unique in its group. */
  key: string
  setup: string
  /** What runs after the setup, for good, before it. */
  before: readonly string[]
  statement: string
  outside: boolean
  unsure: boolean
}

/** Every statement of a group, in the order in which they run. */
export function casesOf({name, outside = [], setup, statements, unsure = false}: CaseGroup): FactCase[] {
  return [
    ...statements.map((statement) => ({
      group: name,
      key: statement,
      setup,
      before: [],
      statement,
      outside: false,
      unsure
    })),
    ...outside.map((statement, index) => ({
      group: name,
      key: `outside: ${statement}`,
      setup,
      before: outside.slice(0, index),
      statement,
      outside: true,
      unsure
    }))
  ]
}

/** Fill a table whose first column is a number. */
export const rows = (table: string, columns: string, count = 1000): string =>
  `INSERT INTO ${table} SELECT ${columns} FROM generate_series(1, ${count}) g;`
