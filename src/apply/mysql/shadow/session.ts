/** How sessions are set while they copy: nothing is cut, made up, or converted by the way. */
import type {Connection} from '../../connection/connection.js'
import {errorKind} from '../error-kind.js'
import {literal} from '../../../sql/mysql.js'
import type {ShadowRecord} from './record.js'

/** Flags that say how SQL is read. https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html */
const reading =
  /^(?:ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|IGNORE_SPACE|REAL_AS_FLOAT|HIGH_NOT_PRECEDENCE|NO_UNSIGNED_SUBTRACTION)$/

/** The flags of this session's `sql_mode` by which expressions of users are read. */
export async function readingModes(connection: Connection): Promise<string[]> {
  return (await sessionModes(connection)).filter((mode) => reading.test(mode))
}

/** Those of the session. */
export async function sessionModes(connection: Connection): Promise<string[]> {
  const [row] = await connection.query('SELECT @@session.sql_mode AS modes')
  return (row?.['modes'] ?? '').split(',').filter((mode) => mode !== '')
}

/** Zero dates are copied, an `id` of 0 stays one, and nothing that does not fit is made to. */
const copying = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'

/** The time zone in which the plain statement would convert. */
export async function zoneOf(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT @@session.time_zone AS zone')
  return row?.['zone'] ?? 'SYSTEM'
}

/** Of one value: lists of transactions and of keys are long. */
export const longestText = 1_000_000

type Settings = Record<string, string>

/** Do something with the session set for copying rows, and set it back. */
export async function whileCopying<Result>(
  connection: Connection,
  {mariadb, modes, zone}: Pick<ShadowRecord, 'mariadb' | 'modes' | 'zone'>,
  work: () => Promise<Result>
): Promise<Result> {
  const settings = {
    sql_mode: literal([copying, ...modes].join(',')),
    time_zone: literal(zone),
    foreign_key_checks: '0',
    max_error_count: '64',
    sql_notes: '1',
    sql_safe_updates: '0',
    sql_big_selects: '1',
    sql_select_limit: '18446744073709551615',
    group_concat_max_len: String(longestText),
    // Many keys at once are still looked up one by one.
    ...(mariadb
      ? {max_statement_time: '0', in_predicate_conversion_threshold: '0', optimizer_max_sel_arg_weight: '0'}
      : {max_execution_time: '0', range_optimizer_max_mem_size: '0', ...gipk})
  }
  return withSettings(connection, settings, work)
}

/** Generated primary keys are shown. https://dev.mysql.com/doc/refman/8.4/en/create-table-gipks.html */
const gipk: Settings = {show_gipk_in_create_table_and_information_schema: '1'}

/** Do what the plain statement would do, which refuses dates of zero as defaults where the session does. */
export async function asWritten<Result>(
  connection: Connection,
  modes: readonly string[],
  work: () => Promise<Result>
): Promise<Result> {
  return modes.some((mode) => mode.startsWith('STRICT_'))
    ? withSettings(connection, {sql_mode: literal(modes.join(','))}, work)
    : work()
}

/** Do something as the plain statement would, but for dates of zero, which defaults of columns may have. */
export async function whileShaping<Result>(
  connection: Connection,
  mariadb: boolean,
  work: () => Promise<Result>
): Promise<Result> {
  const modes = (await sessionModes(connection)).filter((mode) => !/ZERO_|TRADITIONAL/.test(mode))
  const all = [...new Set([...modes, 'STRICT_ALL_TABLES', 'ALLOW_INVALID_DATES', 'NO_ENGINE_SUBSTITUTION'])]
  const settings = {sql_mode: literal(all.join(',')), ...(mariadb ? {} : gipk)}
  return withSettings(connection, settings, work)
}

/** Give table locks back. Where the connection is gone so are they. */
export async function unlock(connection: Connection): Promise<void> {
  await afterLoss(() => connection.execute('UNLOCK TABLES'))
}

/** Tidy up, unless the connection is gone: what broke it is the error to tell. */
export async function afterLoss(tidy: () => Promise<unknown>): Promise<void> {
  await tidy().catch((error: unknown) => {
    if (errorKind(error) !== 'lost') throw error
  })
}

/** Do something with settings of the session, and set them back. */
export async function withSettings<Result>(
  connection: Connection,
  settings: Settings,
  work: () => Promise<Result>
): Promise<Result> {
  const names = Object.keys(settings)
  const [before = {}] = await connection.query(
    `SELECT ${names.map((name) => `@@session.${name} AS ${name}`).join(', ')}`
  )
  const set = (values: Settings): string =>
    `SET ${Object.entries(values)
      .map(([name, value]) => `SESSION ${name} = ${value}`)
      .join(', ')}`
  await connection.execute(set(settings))
  try {
    return await work()
  } finally {
    const back = names.map((name): [string, string] => [name, valueSql(before[name] ?? '')])
    await connection.execute(set(Object.fromEntries(back)))
  }
}

function valueSql(value: string): string {
  return /^\d+(?:\.\d+)?$/.test(value) ? value : literal(value)
}

export async function isMariadb(connection: Connection): Promise<boolean> {
  const [row] = await connection.query('SELECT version() AS version')
  return /mariadb/i.test(row?.['version'] ?? '')
}
