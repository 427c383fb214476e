/** How many bytes a key takes in an index. */
import type {DataType, IndexElement} from '../../../../operations/definitions.js'
import {bytesPerCharacter, isText} from '../../../../schema/mysql/charsets.js'
import {makeColumn} from '../../../../schema/mysql/columns.js'
import {columnNamed, newDefinition} from '../../subject.js'
import type {Subject} from '../../subject.js'

/**
 * Bytes, by the default size of pages: https://mariadb.com/kb/en/innodb-limitations/,
 * https://dev.mysql.com/doc/refman/9.4/en/innodb-limits.html
 */
export const longestKey = 3072

/** What is not known of a column: bytes of a character where no character set is named, and of a number. */
export interface Assumed {
  character: number
  number: number
}

export const least: Assumed = {character: 1, number: 1}
export const most: Assumed = {character: 4, number: 8}

/** Of a column, after the statement. */
export function typeAfter(subject: Subject, name: string): DataType | undefined {
  const {context, table} = subject
  const written = newDefinition(subject, name)
  return written && table ? makeColumn(context, table, written).type : columnNamed(subject, name)?.type
}

/** Bytes of a key; infinite where a long column has no length in it. */
export function bytesOfKey(
  elements: readonly IndexElement[],
  typeOf: (column: string) => DataType | undefined,
  assumed: Assumed
): number {
  return elements.reduce((sum, element) => sum + bytesOf(element, typeOf, assumed), 0)
}

function bytesOf(
  {column, length}: IndexElement,
  typeOf: (column: string) => DataType | undefined,
  {character, number}: Assumed
): number {
  const type = column === undefined ? undefined : typeOf(column)
  if (!type) return 0
  const isLong = /(?:text|blob|json)$/.test(type.name)
  const size = isText(type) ? (type.charsetAssumed ? character : bytesPerCharacter(type.charset ?? 'binary')) : 1
  if (isLong) return length === undefined ? Infinity : length * size
  if (!/char|binary/.test(type.name)) return number
  return (length ?? Number(type.modifiers[0] ?? 1)) * size
}
