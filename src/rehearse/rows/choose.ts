/** Choosing for each column an expression so that the rows meet the checks: by asking the server. */
import {combinations} from './combinations.js'
import {rowsQuery} from './query.js'
import type {RowsQuery} from './query.js'
import type {FillCheck, FillDialect} from './table.js'

/** Rows that a choice is tried with, and choices that are tried for the columns of one check. */
const tried = 3
const most = 500

/** How many rows of a query there are; `undefined`: the server refuses it. */
export type CountRows = (query: string) => Promise<number | undefined>

/** What may be put into a column: SQL expressions, most plausible first. */
export type Options = ReadonlyMap<string, readonly string[]>

/**
 * Choose one of the options for each column.
 *
 * @returns The choice, and the condition that no choice was found for.
 */
export async function choose(
  query: Omit<RowsQuery, 'values'>,
  options: Options,
  dialect: FillDialect,
  count: CountRows
): Promise<{values: Map<string, string>; unmet: string | undefined}> {
  const values = new Map<string, string>()
  const tryOut = async (some: ReadonlyMap<string, string>, checks: readonly FillCheck[]): Promise<number> =>
    (await count(rowsQuery({...query, values: some, checks}, dialect, 1, tried))) ?? 0

  const checked = new Set(query.checks.flatMap(({columns}) => columns))
  for (const [name, expressions] of options) {
    const valid: string[] = []
    for (const expression of expressions) {
      if ((await tryOut(new Map([[name, expression]]), [])) < tried) continue
      valid.push(expression)
      if (!checked.has(name)) break
    }
    const [first] = valid
    if (first !== undefined) values.set(name, first)
    options = new Map([...options, [name, valid]])
  }

  let unmet: string | undefined
  for (const checks of groups(query.checks)) {
    const names = [...new Set(checks.flatMap(({columns}) => columns))].filter((name) => options.has(name))
    const found = await satisfy(names, options, (some) => tryOut(some, checks))
    if (found === undefined) unmet ??= checks.map(({condition}) => condition).join(' AND ')
    else for (const [name, expression] of found) values.set(name, expression)
  }
  return {values, unmet}
}

/** The first choice that all rows meet, else the one that most do. */
async function satisfy(
  names: readonly string[],
  options: Options,
  tryOut: (values: ReadonlyMap<string, string>) => Promise<number>
): Promise<Map<string, string> | undefined> {
  let best: {values: Map<string, string>; rows: number} | undefined
  const sizes = names.map((name) => options.get(name)?.length ?? 0)
  for (const way of combinations(sizes, most)) {
    const values = new Map(names.map((name, index) => [name, options.get(name)?.[way[index] ?? 0] ?? 'NULL']))
    const rows = await tryOut(values)
    if (rows >= tried) return values
    if (rows > (best?.rows ?? 0)) best = {values, rows}
  }
  return best?.values
}

/** Checks that share a column are met together. */
function groups(checks: readonly FillCheck[]): FillCheck[][] {
  const found: FillCheck[][] = []
  for (const check of checks) {
    const sharing = found.filter((group) =>
      group.some(({columns}) => columns.some((name) => check.columns.includes(name)))
    )
    for (const group of sharing) found.splice(found.indexOf(group), 1)
    found.push([...sharing.flat(), check])
  }
  return found
}
