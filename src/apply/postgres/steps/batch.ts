import {quoteFullName, quoteName} from '../../../sql/postgres.js'
import type {BatchInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import type {Progress, StepContext} from '../../step.js'
import {commitLate} from '../commits.js'
import {readSettings} from '../kept-settings.js'
import type {KeptSettings} from '../kept-settings.js'
import {isDense, isStillDense, numberAfter} from '../dense-keys.js'
import {partsOfRange} from '../key-ranges.js'
import {findKey} from '../keys.js'
import type {KeyColumn} from '../keys.js'

interface State {
  /** `undefined`: not looked up yet; `null`: no key, so by pages. */
  key?: KeyColumn[] | null
  /** The last key that was looked at, as texts, or the last page; `null`: before the first. */
  after: string[] | null
  /** Rows that this pass has touched. */
  touched: number
  /** Passes that ended with rows left. */
  passes: number
  /** Rows looked at, in this pass, and how many there are by the server's estimate. */
  seen: number
  total: number
  /** The key is a number, and the last batch met hardly a gap: the end of the next one is worked out, not looked up. */
  dense?: boolean | undefined
  /** What values are converted under, whoever goes on with the run. */
  settings?: KeptSettings | undefined
  /** All keys or pages of this pass are done: what is left is to count the rows that are not right. */
  counting?: true | undefined
  /** Rows that were left after the pass before this one. */
  left?: number | undefined
}

/**
 * We give way before the server looks for deadlocks: an application that waits for a row of ours, for less time than
 * `deadlock_timeout` (1 s by default) less a batch, is never the one that is ended.
 * https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-DEADLOCK-TIMEOUT
 */
const rowLockTimeoutMs = 300

/** After so many passes rows are not left over: they keep coming. */
const mostPasses = 20

/**
 * UPDATE or DELETE in key order, one range of keys in each transaction, which also notes the last key: a crash repeats
 * no batch and skips none. A cursor is the server's own text of a key.
 *
 * Rows that are right already are not touched. Where the table itself can say that rows are left (`idempotent`), it is
 * asked at the end, and another pass goes over what has moved past the cursor meanwhile.
 *
 * Locks: `ROW EXCLUSIVE` on the table, and the rows of one batch.
 */
export const batch = defineStep<'batch', State>({
  kind: 'batch',
  mode: 'transaction',
  stateVersion: 1,
  initialState: {after: null, touched: 0, passes: 0, seen: 0, total: 0},
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({
    lockTimeoutMs: Math.min(lockTimeoutMs, rowLockTimeoutMs),
    statementTimeoutMs: null
  }),
  preview: (input) => [previewSql(input)],
  async run(connection, input, state, context) {
    await commitLate(connection, state.settings)
    if (state.counting) return anotherPass(connection, input, state)
    const begun =
      state.key === undefined
        ? {...(await begin(connection, input, state)), settings: await readSettings(connection)}
        : state
    const progress =
      begun.key == null
        ? await runPages(connection, input, begun, context)
        : await runKeys(connection, input, begun, begun.key, context)
    // Not in the transaction of the last batch: its rows would stay locked for as long as the table is read.
    if (!progress.done || !input.idempotent) return progress
    return {...progress, done: false, state: {...progress.state, counting: true}}
  }
})

async function begin(connection: Connection, input: BatchInput, state: State): Promise<State> {
  const {idempotent, table} = input
  const {pages, rows} = await extentOf(connection, input)
  const key = (await findKey(connection, table)) ?? null
  if (key === null && !idempotent) {
    throw new Error(
      `Unexpected table ${quoteFullName(table)} without a key, expected one: a row may move while pages are read, and nobody could say whether it was done`
    )
  }
  return {...state, key, total: key === null ? pages : rows}
}

/** `ONLY` leaves out what inherits from a table; without it a statement means its partitions, too. */
function written({only, table}: BatchInput): string {
  return `${only === true ? 'ONLY ' : ''}${quoteFullName(table)}`
}

interface Extent {
  /** By the server's estimate. */
  rows: number
  /** Of the table that has the most: a range of pages is one of each table that the statement means. */
  pages: number
  /** Rows in a page of each. */
  density: number
}

async function extentOf(connection: Connection, {only, table}: BatchInput): Promise<Extent> {
  // The server says so itself where there is no such table.
  const [row] = await connection.query(
    `WITH RECURSIVE meant AS (
       SELECT $1::regclass::oid AS oid
       UNION SELECT i.inhrelid FROM pg_inherits i JOIN meant m ON m.oid = i.inhparent WHERE NOT $2::boolean)
     SELECT sum(greatest(reltuples, 0))::bigint AS rows,
       max(pg_relation_size(oid)) / current_setting('block_size')::int AS pages,
       sum(greatest(reltuples / greatest(relpages, 1), 1)) AS density
     FROM pg_class WHERE oid IN (SELECT oid FROM meant) AND relkind <> 'p'`,
    [quoteFullName(table), String(only === true)]
  )
  return {rows: Number(row?.['rows']), pages: Number(row?.['pages']), density: Number(row?.['density'] ?? 1)}
}

async function runKeys(
  connection: Connection,
  input: BatchInput,
  state: State,
  key: readonly KeyColumn[],
  context: StepContext
): Promise<Progress<State>> {
  const {batchRows} = context
  const {after} = state
  const types = key.map(({type}) => type)
  const next = state.dense === true ? numberAfter(types, after, batchRows) : undefined
  if (next !== undefined) {
    const rows = await changeRange(connection, input, key, {after, until: [next], same: 0})
    // A gap, the end, or rows that are right already.
    if (rows === 0) return runKeys(connection, input, {...state, after: [next], dense: false}, key, context)
    const dense = isStillDense(rows, batchRows)
    return keysDone({...state, after: [next], dense}, {rows, looked: dense ? batchRows : rows, done: false})
  }
  const [row] = await connection.query(endSql(input, key, after !== null), [batchRows, ...(after ?? [])])
  // Fewer rows are left than a batch takes: the last one has no end.
  const last = row ? (JSON.parse(row['last'] ?? '[]') as string[]) : null
  if (last !== null && JSON.stringify(last) === JSON.stringify(after)) {
    throw new Error(`Unexpected batch that ends at the key that it began after (${JSON.stringify(after)})`)
  }
  const same = Number(row?.['same'] ?? 0)
  const rows = await changeRange(connection, input, key, {after, until: last, same})
  const dense = isDense(types, after, last, batchRows)
  const looked = last === null ? rows : batchRows
  return keysDone({...state, after: last ?? after, dense}, {rows, looked, done: last === null})
}

function keysDone(state: State, {done, looked, rows}: {rows: number; looked: number; done: boolean}): Progress<State> {
  const seen = state.seen + looked
  const next = {...state, seen, touched: state.touched + rows}
  return {done, state: next, rows, at: seen, total: knownTotal(state.total, seen)}
}

/** An estimate that is passed is none, as where the server has not counted yet. */
function knownTotal(total: number, seen: number): number | undefined {
  return seen > total ? undefined : total
}

async function changeRange(
  connection: Connection,
  input: BatchInput,
  key: readonly KeyColumn[],
  range: Range
): Promise<number> {
  const values: string[] = []
  return connection.execute(rangeSql(input, key, range, values), values)
}

/** `(a, b) > ($2::int, $3::text)`: a comparison of rows is where a scan of an index on both columns can begin. */
function isAfter(key: readonly KeyColumn[], first: number): string {
  const columns = key.map(({name}) => `target.${quoteName(name)}`)
  const values = key.map(({type}, index) => `$${String(first + index)}::${type}`)
  return `(${columns.join(', ')}) > (${values.join(', ')})`
}

/** In how many of its first columns the row has the key that begins with parameter `first`. */
function sameColumns(key: readonly KeyColumn[], first: number): string {
  return key.reduceRight(
    (deeper, {name, type}, index) =>
      `CASE WHEN target.${quoteName(name)} = $${String(first + index)}::${type} THEN 1 + ${deeper} ELSE 0 END`,
    '0'
  )
}

/**
 * Find the last key of the next `$1` rows; no row where there are fewer. It counts from the cursor on, never from the
 * beginning. How many rows lie between two keys of several
 * columns the planner guesses by the first of them: it is kept from reading the whole table for each batch.
 */
function endSql(input: BatchInput, key: readonly KeyColumn[], continues: boolean): string {
  const columns = key.map(({name}) => quoteName(name))
  const texts = columns.map((column) => `target.${column}::text`).join(', ')
  const from = continues ? ` WHERE ${isAfter(key, 2)}` : ''
  const same = continues ? sameColumns(key, 2) : '0'
  const guard = key.length > 1 ? ", set_config('enable_seqscan', 'off', true)" : ''
  return [
    `SELECT jsonb_build_array(${texts}) AS last, ${same} AS same${guard} FROM ${written(input)} AS target${from}`,
    `ORDER BY ${columns.join(', ')} OFFSET $1::bigint - 1 LIMIT 1`
  ].join('\n')
}

interface Range {
  /** The key that it begins after, and the one that it ends with. */
  after: readonly string[] | null
  until: readonly string[] | null
  /** In how many of the first columns the two are the same. */
  same: number
}

/** Change what is in the range of keys, as it is now; its parameters are put into `values`. */
function rangeSql(input: BatchInput, key: readonly KeyColumn[], range: Range, values: string[]): string {
  const {where} = input
  const conditions = [...rangeConditions(key, range, values), ...(where === undefined ? [] : [`(${where})`])]
  const work = workSql(input)
  return conditions.length === 0 ? work : `${work}\nWHERE ${conditions.join('\n  AND ')}`
}

const operators = {equals: '=', greater: '>', less: '<', atMost: '<='} as const

/** Of all rows: none. */
function rangeConditions(key: readonly KeyColumn[], range: Range, values: string[]): string[] {
  const {after, same, until} = range
  const parts = partsOfRange(key.length, {after: after !== null, until: until !== null, same}).map((part) =>
    part.map(({bound, column, operator}) => {
      const {name = '', type = ''} = key[column] ?? {}
      const parameter = values.push(range[bound]?.[column] ?? '')
      return `target.${quoteName(name)} ${operators[operator]} $${String(parameter)}::${type}`
    })
  )
  const [first = []] = parts
  return parts.length === 1 ? first : [`(${parts.map((part) => `(${part.join(' AND ')})`).join(' OR ')})`]
}

/** https://www.postgresql.org/docs/current/ddl-system-columns.html: `ctid` names a page and a place in it. */
async function runPages(
  connection: Connection,
  input: BatchInput,
  state: State,
  {batchRows}: StepContext
): Promise<Progress<State>> {
  const {density, pages} = await extentOf(connection, input)
  const from = Number(state.after?.[0] ?? 0)
  const to = from + Math.ceil(batchRows / density)
  const condition = `target.ctid >= '(${String(from)},0)' AND target.ctid < '(${String(to)},0)' AND (${input.where ?? 'true'})`
  const touched = await connection.execute(`${workSql(input)} WHERE ${condition}`)
  return {
    done: to >= pages,
    state: {...state, after: [String(to)], seen: Math.min(to, pages), touched: state.touched + touched},
    rows: touched,
    at: Math.min(to, pages),
    total: pages
  }
}

/** A row may have got a smaller key, or another page, behind the cursor: ask the table. */
async function anotherPass(
  connection: Connection,
  input: BatchInput,
  {counting: _counting, left: before, ...state}: State
): Promise<Progress<State>> {
  const {mayStay, table, where} = input
  const {seen: at, total} = state
  // Counted, not looked for: mostly none is left, and the server reads all rows with several processes then.
  const [left] = await connection.query(
    `SELECT count(*) AS rows FROM ${written(input)} AS target WHERE ${where ?? 'true'}`
  )
  const rows = Number(left?.['rows'])
  // None became right by another pass: a trigger makes them what they are.
  const stays = mayStay === true && before !== undefined && rows >= before
  if (rows === 0 || stays) return {done: true, state, rows: 0, at, total: knownTotal(total, at)}
  const passes = state.passes + 1
  if (passes >= mostPasses) {
    throw new Error(
      `Unexpected rows in ${quoteFullName(table)} after ${String(passes)} passes, expected none where \`${where ?? 'true'}\`: something keeps writing such rows, or a trigger takes the change back`
    )
  }
  return {
    done: false,
    state: {...state, after: null, seen: 0, touched: 0, passes, left: rows},
    rows: 0,
    at,
    total: knownTotal(total, at)
  }
}

/** The statement of all rows that the batches are parts of. */
function previewSql(input: BatchInput): string {
  return `${workSql(input)}${input.where === undefined ? '' : ` WHERE ${input.where}`}`
}

function workSql(input: BatchInput): string {
  const name = `${written(input)} AS target`
  return input.verb === 'update' ? `UPDATE ${name} SET ${input.set ?? ''}` : `DELETE FROM ${name}`
}
