/** The names that MySQL and MariaDB give to what the statement leaves nameless. */
import type {Dialect} from '../../server/server.js'
import {findConstraint, findIndex} from '../lookup.js'
import type {Table} from '../objects.js'

/** An index is called after its first column, with `_2` and on where that is taken. */
export function chooseIndexName(dialect: Dialect, table: Table, column: string | undefined): string {
  const base = column ?? 'functional_index'
  const taken = (name: string) => name.toLowerCase() === 'primary' || findIndex(dialect, table, name) !== undefined
  if (!taken(base)) return base
  for (let number = 2; ; number++) {
    if (!taken(`${base}_${number}`)) return `${base}_${number}`
  }
}

/** One more than the highest number among `<table>_<label>_<number>`. */
function nextNumbered(table: Table, label: string): string {
  const prefix = `${table.name}_${label}_`
  let highest = 0
  for (const {name} of table.constraints) {
    if (!name.startsWith(prefix)) continue
    const number = Number(name.slice(prefix.length))
    if (Number.isInteger(number)) highest = Math.max(highest, number)
  }
  return `${prefix}${highest + 1}`
}

/** `<table>_ibfk_<number>`; MariaDB 12 numbers without the table. */
export function chooseForeignKeyName(table: Table): string {
  return nextNumbered(table, 'ibfk')
}

/** MySQL: `<table>_chk_<number>`; MariaDB: the column's name for its own check, else `CONSTRAINT_<number>`. */
export function chooseCheckName(dialect: Dialect, table: Table, column: string | undefined): string {
  if (dialect === 'mysql') return nextNumbered(table, 'chk')
  if (column !== undefined) return column
  for (let number = 1; ; number++) {
    if (!findConstraint(dialect, table, `CONSTRAINT_${number}`)) return `CONSTRAINT_${number}`
  }
}

/** Names made from the table's follow it when it is renamed. */
export function renameNumbered(name: string, from: string, to: string): string {
  const match = /^(.*)(_(?:ibfk|chk)_\d+)$/s.exec(name)
  return match?.[1] === from && match[2] !== undefined ? to + match[2] : name
}
