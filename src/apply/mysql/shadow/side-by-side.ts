/** Rows of both tables side by side: which of them are alike, to the byte. */
import {areEqual, cursorName, forceIndex, referenceTo} from '../key-sql.js'
import {quoteName} from '../../../sql/mysql.js'
import {definitionOf} from './columns.js'
import type {CopiedColumn, ShadowView} from './record.js'
import {isSameRow} from './shadow-sql.js'
import {assertNoWarnings} from './warnings.js'

/** A condition on the rows of the source, under a name. */
export type Where = (alias: string) => string

/** Rows of the source beside those of the new table, and a condition that holds for those that are not alike. */
export async function sideBySide(view: ShadowView, where: Where): Promise<{tables: string; differs: string}> {
  const {names, record} = view
  const {columns} = record.key
  const converted = record.columns.filter((column) => column.converted)
  if (converted.length > 0) await convert(view, converted, where)
  const twin =
    converted.length === 0
      ? ''
      : `LEFT JOIN ${names.twin.sql} AS w ON ${columns
          .map((column, index) => areEqual(column, `w.${quoteName(cursorName(index))}`, referenceTo(column, 's')))
          .join(' AND ')}`
  const missing = [isMissing(view, 'n'), ...(converted.length === 0 ? [] : [isNull(`w.${cursorName(0)}`)])]
  return {
    tables: `${names.source.sql} AS s ${forceIndex(record.key)}
     LEFT JOIN ${names.shadow.sql} AS n ${forceIndex(record.target)} ON ${isSameRow(record, 'n')} ${twin}`,
    differs: `${missing.join(' OR ')} OR NOT (${record.columns.map(isSame).join(' AND ')})`
  }
}

/** No row was found for the other one: columns of a key are never NULL. */
export function isMissing({record}: Pick<ShadowView, 'record'>, alias: 's' | 'n'): string {
  const {columns} = alias === 's' ? record.key : record.target
  const [first] = columns
  return first ? isNull(referenceTo(first, alias)) : 'TRUE'
}

/**
 * By `IS NULL` the servers find `0000-00-00`, too, in a column that cannot be NULL.
 * https://dev.mysql.com/doc/refman/8.4/en/comparison-operators.html#operator_is-null
 */
function isNull(value: string): string {
  return `(${value} <=> NULL)`
}

/** Values are compared as they are stored: two that a collation takes for one are not the same. */
function isSame({comparison, converted, from, name}: CopiedColumn): string {
  const [one, other] = [
    converted || from === null ? `w.${quoteName(name)}` : `s.${quoteName(from)}`,
    `n.${quoteName(name)}`
  ]
  switch (comparison) {
    case 'value':
      return `${one} <=> ${other}`
    case 'number':
      return `${one} + 0 <=> ${other} + 0`
    case 'text':
      return `CAST(CAST(${one} AS CHAR) AS BINARY) <=> CAST(CAST(${other} AS CHAR) AS BINARY)`
    case 'bytes':
      return `CAST(${one} AS BINARY) <=> CAST(${other} AS BINARY)`
  }
}

/** Let the server itself convert the values of some rows to the new types, in a table of this session alone. */
async function convert(
  {connection, names, record}: ShadowView,
  converted: CopiedColumn[],
  where: Where
): Promise<void> {
  const {columns} = record.key
  const key = columns.map((column, index) => definitionOf(cursorName(index), column))
  const others = converted.map((column) => definitionOf(column.name, column, true))
  const keyNames = columns.map((_, index) => cursorName(index)).join(', ')
  await connection.execute(`DROP TEMPORARY TABLE IF EXISTS ${names.twin.sql}`)
  await connection.execute(
    `CREATE TEMPORARY TABLE ${names.twin.sql} (${[...key, ...others].join(', ')}, PRIMARY KEY (${keyNames})) ENGINE = InnoDB`
  )
  const list = [...columns.map((_, index) => cursorName(index)), ...converted.map(({name}) => quoteName(name))]
  const values = [
    ...columns.map((column) => referenceTo(column, names.alias)),
    ...converted.map(({expression}) => expression)
  ]
  await connection.execute(
    `INSERT INTO ${names.twin.sql} (${list.join(', ')}) SELECT ${values.join(', ')}
     FROM ${names.source.sql} AS ${names.alias} ${forceIndex(record.key)} WHERE ${where(names.alias)}`
  )
  await assertNoWarnings(connection, record)
}
