/** What a change by a shadow table makes on the server, and how it is called: found again by name after a crash. */
import {createHash} from 'node:crypto'
import type {ShadowInput} from '../../../plan/steps.js'
import {quoteName, quoteTable} from '../../../sql/mysql.js'
import {withoutSecrets} from '../../../sql/secrets.js'

/** A name by itself, and quoted with its database. */
export interface Named {
  name: string
  sql: string
}

export interface ShadowNames {
  /** The database; empty: that of the connection. */
  schema: string
  /** The table as the application knows it: before the swap the old one, after it the new one. */
  source: Named
  /** Its quoted name alone, under which expressions of users find its columns. */
  alias: string
  shadow: Named
  kept: Named
  /** Keys of rows that were written. */
  log: Named
  /** What the shadow table was made for, and how far the copy is: one row. */
  record: Named
  /** A temporary table of a session that compares. */
  twin: Named
  /** An empty table on which something is tried. */
  trial: Named
  triggers: Record<'INSERT' | 'UPDATE' | 'DELETE', Named>
}

/** https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html */
const longest = 64

/** What the server makes of the new table's name for its checks is a name too. */
const longestEnd = 'new_chk_99'.length

/**
 * Names for one change of one table: the same in every run.
 *
 * All are in the table's own database (grants, filters of replication), and come after the table's name in the order of
 * bytes: that is the order in which the server locks the tables of one statement, so `RENAME TABLE` waits at the table
 * itself, and holds nothing while it waits.
 * https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html
 *
 * @throws {Error} When no such name is to be had.
 */
export function namesOf({changes, columns, fresh, table}: ShadowInput): ShadowNames {
  const {name, schema} = table
  // The journal keeps a plan without passwords.
  const parts = withoutSecrets([schema, name, changes, columns, fresh ?? []])
  const print = createHash('sha256').update(JSON.stringify(parts))
  const tail = `sqlsafe_${print.digest('hex').slice(0, 8)}_`
  const room = longest - tail.length - longestEnd - 1
  const letters = Array.from(name)
  const stem = letters.length <= room ? `${name}_${tail}` : `${letters.slice(0, room).join('')}~${tail}`
  if (Buffer.compare(Buffer.from(stem), Buffer.from(name)) <= 0) {
    throw new Error(
      `Unexpected table name ${name}, expected a shorter one: names of its shadow table must come after it`
    )
  }
  const named = (end: string): Named => ({name: `${stem}${end}`, sql: quoteTable({schema, name: `${stem}${end}`})})
  return {
    schema,
    source: {name, sql: quoteTable(table)},
    alias: quoteName(name),
    shadow: named('new'),
    kept: named('old'),
    log: named('log'),
    record: named('record'),
    twin: named('twin'),
    trial: named('try'),
    triggers: {INSERT: named('ins'), UPDATE: named('upd'), DELETE: named('del')}
  }
}

/** The same, but for the new table: one that is thrown away has a name of its own. */
export function trialNamesOf(names: ShadowNames): ShadowNames {
  const name = `${names.shadow.name.slice(0, -'new'.length)}pre`
  return {...names, shadow: {name, sql: quoteTable({schema: names.schema, name})}}
}

/** A name that a constraint or a trigger has until the old table lets go of its own. */
export function interimName({shadow}: ShadowNames, kind: 'fk' | 'in' | 'tg', index: number): string {
  return `${shadow.name.slice(0, -'new'.length)}${kind}${String(index)}`
}

/** A database in a condition on `information_schema`. */
export function schemaValue({schema}: Pick<ShadowNames, 'schema'>): string {
  return schema === '' ? 'DATABASE()' : `CONVERT(X'${Buffer.from(schema).toString('hex')}' USING utf8mb4)`
}

/** By which a table is known that has the name of the old one until that may get it. */
export const guardComment = 'sqlsafe: a guard, in the place of a table that is to be kept'
