import {createHash} from 'node:crypto'
import type {DdlInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection.js'
import {defineStep} from '../../step.js'
import {errorNumber} from '../error-kind.js'
import {quoteTable} from '../sql.js'

interface State {
  /** Prints of the tables before, in order; `null`: not looked yet. */
  before: string[] | null
}

/**
 * One change of a definition. It commits by itself, and is undone by the server where it was cut off; after a crash the
 * definitions of its tables tell which of both it was.
 *
 * Locks: those of the statement, for which it waits no longer than `lock_wait_timeout`.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html
 */
export const ddl = defineStep<'ddl', State>({
  kind: 'ddl',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: {before: null},
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: ({statement}) => [statement],
  repeatable: ({statement}) => isHarmless(statement),
  async isDone(connection, {statement, tables}, {before}, {inDoubt}) {
    // Seen to fail, it was undone: what others change meanwhile is no sign of it.
    if (before === null || !inDoubt) return false
    if (tables.length === 0 || isHarmless(statement)) return undefined
    const now = await printsOf(connection, tables)
    return JSON.stringify(now) !== JSON.stringify(before)
  },
  async run(connection, {statement, tables}, state) {
    // The first run only looks: what it saw is journaled before anything is changed.
    if (state.before === null) return {done: false, state: {before: await printsOf(connection, tables)}}
    await connection.execute(statement)
    return {done: true, state}
  }
})

/** What changes no definition, and does the same once more. */
function isHarmless(statement: string): boolean {
  return /^\s*(?:ANALYZE|OPTIMIZE|CHECK|FLUSH)\b/i.test(statement)
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_NO_SUCH_TABLE`, `ER_BAD_DB_ERROR`. */
const absent = new Set([1146, 1049])

async function printsOf(connection: Connection, tables: DdlInput['tables']): Promise<string[]> {
  const prints: string[] = []
  for (const table of tables) {
    const text = await connection.query(`SHOW CREATE TABLE ${quoteTable(table)}`).then(
      ([row]) => Object.values(row ?? {})[1] ?? '',
      (error: unknown) => {
        if (absent.has(errorNumber(error) ?? 0)) return ''
        throw error
      }
    )
    // Rows that others insert meanwhile change it.
    const shape = text.replace(/ AUTO_INCREMENT=\d+/, '')
    prints.push(createHash('sha256').update(shape).digest('hex'))
  }
  return prints
}
