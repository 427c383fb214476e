import {quoteTable} from '../../../sql/mysql.js'
import type {ObjectName} from '../../../schema/objects.js'
import {defineStep} from '../../step.js'
import type {ExternalCopyInput, ExternalProgram} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {text} from '../../connection/row.js'
import {ghost} from '../external/gh-ost.js'
import type {ExternalView, Program} from '../external/program.js'
import {ptOnlineSchemaChange} from '../external/pt-online-schema-change.js'
import {isOfProgram, takeAwayLeftBehind, triggersOn} from '../external/left-behind.js'
import {lossesOf} from '../external/losses.js'
import {runProgram, withOptionFile} from '../external/run.js'
import {incomingKeys} from '../view/incoming-keys.js'
import {locate, placeOf} from '../view/tables.js'
import {lookAnew, printsOf} from '../prints.js'
import type {Looked} from '../prints.js'

const programs: Record<ExternalProgram, Program> = {
  'gh-ost': ghost,
  'pt-online-schema-change': ptOnlineSchemaChange
}

/** Between two lines that tell how far it is. */
const saidEveryMs = 5000

/**
 * A change of a table by a program of others. What it makes on the server, and how it resumes, is its own; two of it at
 * once it refuses itself. After a crash the definition of the table tells whether it came to its end.
 *
 * Locks: the program's.
 */
export const externalCopy = defineStep<'external-copy', Looked>({
  kind: 'external-copy',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: {before: null},
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: ({clauses, table}) => [`ALTER TABLE ${quoteTable(table)} ${clauses}`],
  async isDone(connection, {table}, {before}, {inDoubt}) {
    if (before === null || !inDoubt) return false
    return JSON.stringify(await printsOf(connection, [table])) !== JSON.stringify(before)
  },
  idle: (connection, {table}, state) => lookAnew(connection, [table], state),
  async run(connection, input, state, {databaseUrl, inDoubt, say, settings, signal}) {
    // The first run only looks: what it saw is journaled before anything is changed.
    if (state.before === null) return {done: false, state: {before: await printsOf(connection, [input.table])}}
    // Of a program that was killed; who takes them away is not let to it again before.
    if (inDoubt) await takeAway(connection, input, say)
    const losses = await lossesOf(connection, input, settings)
    if (losses.length > 0) {
      throw new Error(`Unexpected change for ${input.program}, expected one that loses nothing: ${losses.join('; ')}`)
    }
    const {command, parameters, progress} = programs[input.program]
    const server = await askServer(connection, input.table)
    const {hostname, port} = new URL(databaseUrl)
    const host = hostname.replace(/^\[|\]$/g, '')
    let saidAt = 0
    await withOptionFile(databaseUrl, (optionFile) =>
      runProgram({
        command,
        parameters: parameters({
          input,
          settings,
          host: host === 'localhost' ? '127.0.0.1' : host,
          port: port === '' ? '3306' : port,
          optionFile,
          ...server
        }),
        signal,
        onLine(line) {
          if (progress.test(line) && performance.now() - saidAt < saidEveryMs) return
          if (progress.test(line)) saidAt = performance.now()
          say(`${command}: ${line}`)
        }
      })
    ).catch(async (error: unknown) => {
      // pt-online-schema-change leaves its triggers where it is told to stop; where they stay, the next run takes them away.
      if (signal.aborted) await takeAway(connection, input, say).catch(() => undefined)
      throw error
    })
    return {done: true, state}
  },
  async abort(connection, input, {before}, {say}) {
    if (before !== null && JSON.stringify(await printsOf(connection, [input.table])) !== JSON.stringify(before)) {
      throw new Error(
        `${input.program} has changed the table, which cannot be taken back; \`sqlsafe apply\` goes on from there`
      )
    }
    await takeAway(connection, input, say)
  }
})

async function takeAway(connection: Connection, input: ExternalCopyInput, say: (text: string) => void): Promise<void> {
  const left = await takeAwayLeftBehind(connection, input)
  if (left.length > 0) say(`${left.join(', ')} may be what ${input.program} has left: look, and drop it`)
}

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_explain_format */
async function askServer(
  connection: Connection,
  table: ObjectName
): Promise<Pick<ExternalView, 'database' | 'dialect' | 'explainFormat' | 'traits'>> {
  const [row] = await connection.query('SELECT version() AS version')
  const [format] = await connection.query("SHOW VARIABLES LIKE 'explain_format'")
  const located = locate(table, await placeOf(connection))
  const triggers = (await triggersOn(connection, located)).filter((row) => !isOfProgram(text(row, 'name')))
  return {
    database: located.schema,
    // Where a column gets another name, which it asks a person about, it ends by itself.
    traits: {
      triggers: triggers.length > 0,
      referenced: (await incomingKeys(connection, located)).length > 0,
      renames: false
    },
    dialect: /mariadb/i.test(row?.['version'] ?? '') ? 'mariadb' : 'mysql',
    explainFormat: format?.['Value'] ?? undefined
  }
}
