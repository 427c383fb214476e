/** One statement on prepared tables, put to each server to see what it does. */
export interface FactCase {
  /** `family/what`, unique. */
  name: string
  setup: readonly string[]
  statement: string
  /** Look at it from other sessions; these statements make the table long enough for that. */
  grow?: readonly string[]
}

/** Rows for a table: `values` may use `n`, 1 to 12. */
export function fill(table: string, columns: string, values: string): string {
  const numbers = Array.from({length: 12}, (_, index) => `SELECT ${String(index + 1)} AS n`).join(' UNION ALL ')
  return `INSERT INTO ${table} (${columns}) SELECT ${values} FROM (${numbers}) AS numbers`
}

/** An ordinary table with one secondary index. */
export const account = [
  'CREATE TABLE t (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 0, ' +
    'v VARCHAR(50), note TEXT, KEY b_idx (b)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  fill('t', 'a, b, v, note', "n, n, CONCAT('v', n), 'text'")
]

/** Cases of a family that share their setup, as `name: statement`. */
export function casesOn(family: string, setup: readonly string[], statements: Record<string, string>): FactCase[] {
  return Object.entries(statements).map(([name, statement]) => ({name: `${family}/${name}`, setup, statement}))
}

/** A table `t (id, c)` where `c` is as given, filled with `value`; `statement` changes it. */
export function columnCase(
  name: string,
  definition: string,
  value: string,
  statement: string,
  options = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4'
): FactCase {
  return {
    name,
    setup: [
      `CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, c ${definition}) ${options}`,
      fill('t', 'c', value)
    ],
    statement
  }
}
