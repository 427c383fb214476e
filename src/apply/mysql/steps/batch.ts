import type {BatchInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import type {Progress, StepContext} from '../../step.js'
import {cursorColumns, cursorOf, forceIndex, isAfter, isUpTo, orderOf} from '../key-sql.js'
import {findKey} from '../keys.js'
import type {TableKey} from '../keys.js'
import {databaseOf, literal, quoteTable} from '../../../sql/mysql.js'

interface State {
  /** `undefined`: not looked up yet; `null`: the table has none that rows can be put in order by. */
  key?: TableKey | null
  /** The last key that was looked at; `null`: before the first. */
  after: string[] | null
  /** Passes that ended with rows left. */
  passes: number
  /** Rows looked at in this pass, and how many there are by the server's estimate. */
  seen: number
  total: number
}

/** After so many passes rows are not left over: they keep coming. */
const mostPasses = 20

/**
 * UPDATE or DELETE in key order, one range of keys in each transaction, which also notes the last key: a crash repeats
 * no batch and skips none.
 *
 * Of two transactions in each other's way InnoDB ends the one that has written less: that would be the application's.
 * So the rows of a batch are locked before anything is written, without ever waiting for one; where one is not to be
 * had the batch gives way, and tries again with fewer rows.
 *
 * Rows that are right already are not touched. Where the table itself can say that rows are left (`idempotent`), it is
 * asked at the end, and another pass goes over what has moved past the cursor meanwhile.
 *
 * Locks: the rows of one batch; a shared metadata lock on the table.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-deadlock-detection.html
 */
export const batch = defineStep<'batch', State>({
  kind: 'batch',
  mode: 'transaction',
  stateVersion: 1,
  initialState: {after: null, passes: 0, seen: 0, total: 0},
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: (input) => [writeSql(input, input.where === undefined ? [] : [input.where])],
  async run(connection, input, state, context) {
    const begun = state.key === undefined ? await begin(connection, input, state, context) : state
    const progress =
      begun.key == null
        ? await runAnywhere(connection, input, begun, context)
        : await runRange(connection, input, begun, begun.key, context)
    return progress.done ? anotherPass(connection, input, progress) : progress
  }
})

/** MariaDB 10 takes no other name for the table of a DELETE with a LIMIT: https://mariadb.com/kb/en/delete/ */
const namelessDelete = 10

async function begin(
  connection: Connection,
  {idempotent, table, verb}: BatchInput,
  state: State,
  {serverMajor}: StepContext
): Promise<State> {
  const key = (await findKey(connection, table)) ?? null
  if (key === null && verb === 'delete' && serverMajor === namelessDelete) {
    throw new Error(
      `Unexpected table ${quoteTable(table)} without a key that rows can be put in order by, expected one: this server deletes no part of the rows without it`
    )
  }
  if (key === null && !idempotent && verb === 'update') {
    throw new Error(
      `Unexpected table ${quoteTable(table)} without a key that rows can be put in order by, expected one: nobody could say which rows were done`
    )
  }
  const [row] = await connection.query(
    `SELECT coalesce(max(TABLE_ROWS), 0) AS estimate FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${databaseOf(table)} AND TABLE_NAME = ${literal(table.name)}`
  )
  return {...state, key, total: Number(row?.['estimate'])}
}

async function runRange(
  connection: Connection,
  input: BatchInput,
  state: State,
  key: TableKey,
  {batchRows}: StepContext
): Promise<Progress<State>> {
  const {after} = state
  const last = await endOf(connection, input, key, after, batchRows)
  if (last !== null && JSON.stringify(last) === JSON.stringify(after)) {
    throw new Error(`Unexpected batch that ends at the key that it began after (${JSON.stringify(after)})`)
  }
  const conditions = [
    ...(after === null ? [] : [isAfter(key.columns, 'target', after)]),
    ...(last === null ? [] : [isUpTo(key.columns, 'target', last)]),
    ...(input.where === undefined ? [] : [input.where])
  ]
  await connection.query(
    `SELECT count(*) FROM ${quoteTable(input.table)} AS target ${forceIndex(key)}${whereAll(conditions)} FOR UPDATE NOWAIT`
  )
  const rows = await connection.execute(writeSql(input, conditions, forceIndex(key)))
  const seen = state.seen + (last === null ? rows : batchRows)
  const next = {...state, key, after: last ?? after, seen}
  return {done: last === null, state: next, rows, at: seen, total: Math.max(state.total, seen)}
}

/** The last key of the next rows; `null` where fewer are left: the last batch has no end. */
async function endOf(
  connection: Connection,
  {table}: BatchInput,
  key: TableKey,
  after: string[] | null,
  rows: number
): Promise<string[] | null> {
  const {columns} = key
  const from = after === null ? '' : ` WHERE ${isAfter(columns, 'target', after)}`
  const [row] = await connection.query(
    `SELECT ${cursorColumns(columns, 'target')} FROM ${quoteTable(table)} AS target ${forceIndex(key)}${from}
     ORDER BY ${orderOf(columns, 'target')} LIMIT 1 OFFSET ${String(Math.max(1, Math.trunc(rows)) - 1)}`
  )
  return row === undefined ? null : cursorOf(columns, row)
}

/** Without a key: whichever rows the server finds that are not right yet. Each batch looks from the beginning. */
async function runAnywhere(
  connection: Connection,
  input: BatchInput,
  state: State,
  {batchRows}: StepContext
): Promise<Progress<State>> {
  const {set, table, verb, where} = input
  const from = `${quoteTable(table)} AS target`
  const work = verb === 'update' ? `UPDATE ${from} SET ${set ?? ''}` : `DELETE FROM ${from}`
  const conditions = whereAll(where === undefined ? [] : [where])
  const rows = await connection.execute(`${work}${conditions} LIMIT ${String(Math.trunc(batchRows))}`)
  const seen = state.seen + rows
  return {done: rows === 0, state: {...state, key: null, seen}, rows, at: seen, total: Math.max(state.total, seen)}
}

/** A row may have got a smaller key, behind the cursor: ask the table. */
async function anotherPass(
  connection: Connection,
  {idempotent, table, where}: BatchInput,
  progress: Progress<State>
): Promise<Progress<State>> {
  if (!idempotent) return progress
  const left = await connection.query(
    `SELECT 1 AS there FROM ${quoteTable(table)} AS target${whereAll(where === undefined ? [] : [where])} LIMIT 1`
  )
  if (left.length === 0) return progress
  const passes = progress.state.passes + 1
  if (passes >= mostPasses) {
    throw new Error(
      `Unexpected rows in ${quoteTable(table)} after ${String(passes)} passes, expected none where \`${where ?? 'true'}\`: something keeps writing such rows, or a trigger takes the change back`
    )
  }
  return {...progress, done: false, state: {...progress.state, after: null, seen: 0, passes}}
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.map((each) => `(${each})`).join(' AND ')}`
}

/** An alias is what only the form for several tables takes in a DELETE on all versions. */
function writeSql({set, table, verb}: BatchInput, conditions: readonly string[], hint = ''): string {
  const from = `${quoteTable(table)} AS target${hint === '' ? '' : ` ${hint}`}`
  const work = verb === 'update' ? `UPDATE ${from} SET ${set ?? ''}` : `DELETE target FROM ${from}`
  return work + whereAll(conditions)
}
