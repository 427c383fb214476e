import type {ObjectName} from '../../../schema/objects.js'
import type {Connection} from '../../connection/connection.js'
import {unheard} from '../../connection/listened.js'
import {defineStep} from '../../step.js'
import {whenAtRest} from '../at-rest.js'
import {lookAnew, printsOf} from '../prints.js'
import type {Looked} from '../prints.js'
import {takenBy} from '../taken.js'

/**
 * One change of a definition. It commits by itself, and is undone by the server where it was cut off; after a crash the
 * definitions of its tables tell which of both it was.
 *
 * Locks: those of the statement, at a moment in which nobody has the tables where there is one; else it waits for them no
 * longer than `lock_wait_timeout`.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html
 */
export const ddl = defineStep<'ddl', Looked>({
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
  idle: (connection, {tables}, state) => lookAnew(connection, tables, state),
  async run(connection, {statement, tables}, state) {
    // The first run only looks: what it saw is journaled before anything is changed.
    if (state.before === null) return {done: false, state: {before: await printsOf(connection, tables)}}
    await send(connection, statement, tables)
    return {done: true, state}
  },
  undo: (connection, {tables}, statement) => send(connection, statement, tables)
})

async function send(connection: Connection, statement: string, tables: readonly ObjectName[]): Promise<void> {
  await whenAtRest(connection, await takenBy(unheard(connection), statement, tables), statement)
}

/** What changes no definition, and does the same once more. */
function isHarmless(statement: string): boolean {
  return /^\s*(?:ANALYZE|OPTIMIZE|CHECK|FLUSH)\b/i.test(statement)
}
