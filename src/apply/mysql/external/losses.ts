/** What a program of others would lose without a word, found out before it begins. */
import type {ExternalCopyInput, ShadowInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import type {ApplySettings} from '../../settings.js'
import {errorKind} from '../error-kind.js'
import {keysOf} from '../shadow/carried/foreign-keys.js'
import {triggersOf} from '../shadow/carried/triggers.js'
import {readColumns} from '../shadow/columns.js'
import type {TableColumn} from '../shadow/columns.js'
import {uniqueKeysOf} from '../shadow/conflict.js'
import {namesOf, trialNamesOf} from '../shadow/names.js'
import type {Named, ShadowNames} from '../shadow/names.js'
import {asWritten, isMariadb, sessionModes, whileShaping} from '../shadow/session.js'
import {isOfProgram} from './left-behind.js'
import {fits, keepsApart} from './widening.js'

interface Shape {
  columns: TableColumn[]
  /** Columns of each unique key by its name; empty ones are no whole columns. */
  keys: Map<string, string[]>
}

/**
 * pt-online-schema-change copies by `INSERT IGNORE`, and its triggers write by `REPLACE`: values that do not fit are cut, and
 * of rows that become the same one stays. It looks for `ADD UNIQUE` only. gh-ost ends there, by `--panic-on-warnings`.
 *
 * Locks: none of the table.
 *
 * https://docs.percona.com/percona-toolkit/pt-online-schema-change.html
 *
 * @returns Why it must not be let to it; empty: nothing was found.
 */
export async function lossesOf(
  connection: Connection,
  {clauses, program, table}: ExternalCopyInput,
  {dropOld}: Pick<ApplySettings, 'dropOld'>
): Promise<string[]> {
  if (program !== 'pt-online-schema-change') return []
  const input: ShadowInput = {table, changes: [`ALTER TABLE {{table}} ${clauses}`], columns: {}}
  const names = trialNamesOf(namesOf(input))
  const before = await shapeOf(connection, names, names.source)
  const after = await newShape(connection, names, input).catch((error: unknown) => {
    if (!(error instanceof Error) || errorKind(error) === 'lost') throw error
    return error.message
  })
  if (typeof after === 'string') return [`what becomes of values could not be tried: ${after}`]
  const reasons = [...cutValues(before, after), ...mixedRows(before, after)]
  if (dropOld) return reasons
  if ((await keysOf(connection, names.source)).length > 0) {
    reasons.push(
      'its foreign keys would stay with the old table too, and keep others from deleting rows: `--drop-old` drops it'
    )
  }
  const triggers = await triggersOf(connection, names, names.source)
  // Those that it has left itself go before it begins again.
  if (triggers.some(({name}) => !isOfProgram(name))) {
    reasons.push('it keeps triggers only where the old table is dropped: `--drop-old`')
  }
  return reasons
}

async function shapeOf(connection: Connection, names: ShadowNames, table: Named): Promise<Shape> {
  return {
    columns: await readColumns(connection, names, table.name),
    keys: await uniqueKeysOf(connection, table)
  }
}

/** On an empty table that is dropped again. */
async function newShape(connection: Connection, names: ShadowNames, {changes}: ShadowInput): Promise<Shape> {
  const modes = await sessionModes(connection)
  return whileShaping(connection, await isMariadb(connection), async () => {
    await connection.execute(`DROP TABLE IF EXISTS ${names.shadow.sql}`)
    try {
      await connection.execute(`CREATE TABLE ${names.shadow.sql} LIKE ${names.source.sql}`)
      await asWritten(connection, modes, async () => {
        for (const change of changes) {
          await connection.execute(change.replace('{{table}}', () => names.shadow.sql))
        }
      })
      return await shapeOf(connection, names, names.shadow)
    } finally {
      await connection.execute(`DROP TABLE IF EXISTS ${names.shadow.sql}`)
    }
  })
}

function originOf({columns}: Shape, name: string): TableColumn | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
}

function cutValues(before: Shape, {columns}: Shape): string[] {
  return columns.flatMap((column) => {
    const from = originOf(before, column.name)
    if (from === undefined || column.generated || fits(from, column)) return []
    const text = `it would cut or change values of \`${column.name}\` that do not fit, without an error (${typeOf(from)} becomes ${typeOf(column)})`
    return [text]
  })
}

function typeOf({charset, type}: TableColumn): string {
  return charset === null ? type : `${type} ${charset}`
}

/** Unique keys of the new shape that the old one does not answer for. */
function mixedRows(before: Shape, {columns, keys}: Shape): string[] {
  const kept = (name: string): boolean => {
    const [from, to] = [originOf(before, name), columns.find((column) => column.name === name)]
    return from !== undefined && to !== undefined && keepsApart(from, to)
  }
  return [...keys].flatMap(([key, parts]) => {
    const isPart = parts.includes('')
    const isAnswered = isPart
      ? before.keys.has(key) && columns.every(({name}) => kept(name))
      : [...before.keys.values()].some((own) => own.every((part) => parts.includes(part) && kept(part)))
    return isAnswered ? [] : [`rows that are the same under the unique key \`${key}\` of the new shape would be lost`]
  })
}
