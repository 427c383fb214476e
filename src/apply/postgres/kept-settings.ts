/** Settings that decide what values become when they are converted: a run keeps to those that it was begun under. */
import type {Connection} from '../connection/connection.js'

/** Name to value, as the server's texts. */
export type KeptSettings = Readonly<Record<string, string>>

/**
 * Of functions and casts that are not immutable, and of names in expressions.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
const names = [
  'TimeZone',
  'timezone_abbreviations',
  'DateStyle',
  'IntervalStyle',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'bytea_output',
  'extra_float_digits',
  'xmlbinary',
  'xmloption',
  'array_nulls',
  'transform_null_equals',
  'default_text_search_config',
  'search_path'
]

/** What they are now, by the migration, the role, the database, the URL or the server. */
export async function readSettings(connection: Connection): Promise<KeptSettings> {
  const rows = await connection.query<{name: string; value: string}>(
    'SELECT name, current_setting(name) AS value FROM json_array_elements_text($1::json) AS name',
    [JSON.stringify(names)]
  )
  return Object.fromEntries(rows.map(({name, value}) => [name, value]))
}

/** Set them for the transaction at hand. */
export async function keepSettings(connection: Connection, settings: KeptSettings | undefined): Promise<void> {
  await connection.query(`SELECT ${keepingSettings('$1')}`, [settingsText(settings)])
}

/** An expression that sets them for the transaction; `parameter`: what `settingsText` gives. */
export function keepingSettings(parameter: string): string {
  return `(SELECT count(set_config(key, value, true)) FROM json_each_text(${parameter}::json))`
}

/** As a parameter; a run that was begun by an earlier version has none. */
export function settingsText(settings: KeptSettings | undefined): string {
  return JSON.stringify(settings ?? {})
}
