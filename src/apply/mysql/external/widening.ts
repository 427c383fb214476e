/** Whether another type of a column leaves every value as it is. */
import type {TableColumn} from '../shadow/columns.js'

type Typed = Pick<TableColumn, 'charset' | 'collation' | 'dataType' | 'type'>

const integers = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint']
const texts = ['tinytext', 'text', 'mediumtext', 'longtext']
const blobs = ['tinyblob', 'blob', 'mediumblob', 'longblob']

/** Every value of the one is a value of the other. What is not known to be wider is not. */
export function fits(from: Typed, to: Typed): boolean {
  if (from.charset !== to.charset && (from.charset === null || to.charset !== 'utf8mb4')) return false
  if (from.type === to.type) return true
  if (integers.includes(from.dataType)) return isWiderInteger(from, to)
  for (const sizes of [texts, blobs]) {
    if (sizes.includes(from.dataType)) return sizes.indexOf(to.dataType) >= sizes.indexOf(from.dataType)
  }
  if (from.dataType === 'float' && to.type === 'double') return true
  if (from.dataType === 'varchar' && ['mediumtext', 'longtext'].includes(to.dataType)) return true
  if (from.dataType !== to.dataType) return false
  if (/^(?:varchar|char|varbinary)$/.test(from.dataType)) return numbersOf(to)[0] >= numbersOf(from)[0]
  if (/^(?:enum|set)$/.test(from.dataType)) return to.type.startsWith(`${from.type.slice(0, -1)},`)
  if (from.dataType !== 'decimal' || isUnsigned(from) !== isUnsigned(to)) return false
  const [[digits, scale], [newDigits, newScale]] = [numbersOf(from), numbersOf(to)]
  return newScale >= scale && newDigits - newScale >= digits - scale
}

/** Values that were not the same are not the same afterwards. */
export function keepsApart(from: Typed, to: Typed): boolean {
  return from.collation === to.collation && fits(from, to)
}

function isWiderInteger(from: Typed, to: Typed): boolean {
  const [old, wanted] = [integers.indexOf(from.dataType), integers.indexOf(to.dataType)]
  if (isUnsigned(from) === isUnsigned(to)) return wanted >= old
  return isUnsigned(from) && wanted > old
}

function isUnsigned({type}: Typed): boolean {
  return /\bunsigned\b/.test(type)
}

function numbersOf({type}: Typed): [number, number] {
  const [, first = '0', second = '0'] = /\((\d+)(?:,(\d+))?\)/.exec(type) ?? []
  return [Number(first), Number(second)]
}
