/** What columns that keys of other tables refer to become in the new shape. */
import {quoteName} from '../../../../sql/mysql.js'
import type {TableColumn} from '../columns.js'
import type {CopiedColumn} from '../record.js'
import {list, quotedColumns, unquoted} from './references.js'

/** The columns of the new shape that a column of the old one goes to; that of its own name before others. */
function successorOf(name: string, columns: readonly CopiedColumn[]): CopiedColumn | undefined {
  const isNamed = (one: string | null): boolean => one?.toLowerCase() === name.toLowerCase()
  const all = columns.filter(({from}) => isNamed(from))
  return all.find((column) => isNamed(column.name)) ?? all[0]
}

/** A column that the change gives another name has it for those who refer to it too. */
export function inNewShape(former: string, columns: readonly CopiedColumn[]): string {
  const end = new RegExp(`^${list}`).exec(former)?.[0].length ?? 0
  const names = former.slice(0, end).replaceAll(/`((?:[^`]|``)+)`/g, (quoted, name: string) => {
    const column = successorOf(unquoted(name), columns)
    return column ? quoteName(column.name) : quoted
  })
  return names + former.slice(end)
}

/** What a copy is made from, and what of it. */
export interface NewShape {
  source: readonly TableColumn[]
  target: readonly TableColumn[]
  columns: readonly CopiedColumn[]
}

/**
 * Why the new shape has not the values that a key refers to. The server would take a key to an empty table with other
 * ones; of a table with rows it lets only be changed what leaves all of them alike.
 */
export function misfitsOf(former: string, {columns, source, target}: NewShape): string[] {
  return quotedColumns(former).flatMap((quoted) => {
    const name = unquoted(quoted.slice(1, -1))
    const copied = successorOf(name, columns)
    const from = source.find((column) => column.name === copied?.from)
    const to = target.find((column) => column.name === copied?.name)
    if (!from || !to) return [`its column ${name} would not be copied as it is`]
    const isLonger =
      from.dataType === to.dataType && /^var(?:char|binary)$/.test(to.dataType) && lengthOf(to) >= lengthOf(from)
    const isLike = (from.type === to.type || isLonger) && from.charset === to.charset && from.collation === to.collation
    return isLike ? [] : [`its column ${name} would be ${inWords(to)} instead of ${inWords(from)}`]
  })
}

function lengthOf({type}: TableColumn): number {
  return Number(/\d+/.exec(type)?.[0] ?? 0)
}

function inWords({collation, type}: TableColumn): string {
  return collation === null ? type : `${type} COLLATE ${collation}`
}
