/** Keys that an index cannot hold, and that the server neither shortens nor hashes. */
import {findColumn} from '../../../../schema/lookup.js'
import {createMysqlTable} from '../../../../schema/mysql/create-table.js'
import type {DataType} from '../../../../operations/definitions.js'
import type {Index} from '../../../../schema/objects.js'
import {isLax} from '../../strict-mode.js'
import {indexHas, remainingIndexes} from '../../subject.js'
import type {Subject} from '../../subject.js'
import {bytesOfKey, least, longestKey, typeAfter} from './bytes.js'
import {inlineKey, newIndex} from './written.js'
import type {Key} from './written.js'

/**
 * MySQL shortens an index of one column where no strict mode is on; MariaDB does so in any mode, and hashes what is
 * unique. Both servers were asked.
 */
function mustFit({elements, primary, unique}: Key, {context: {dialect, session}}: Subject): boolean {
  if (dialect === 'mariadb') return primary || (!unique && elements.length > 1)
  return unique || elements.length > 1 || !isLax(session)
}

/** A long column without a length is refused for that, by MySQL in any key and by MariaDB in a primary one. */
function isTooLong(
  {elements, method, primary}: Key,
  typeOf: (column: string) => DataType | undefined,
  {context: {dialect}}: Subject
): boolean {
  if (['fulltext', 'spatial', 'vector', 'hash'].includes(method?.toLowerCase() ?? '')) return false
  const bytes = bytesOfKey(elements, typeOf, least)
  return bytes > longestKey && (bytes !== Infinity || (dialect === 'mariadb' && !primary))
}

/** Indexes that stay and whose column the operation changes. */
function changedKeys(subject: Subject): readonly Index[] {
  const {operation} = subject
  return operation.kind === 'column.modify'
    ? remainingIndexes(subject).filter((index) => indexHas(subject, index, operation.column))
    : []
}

function hasTooLongKey(subject: Subject): boolean {
  const {context, operation, table} = subject
  if (operation.kind === 'table.create') {
    const made = createMysqlTable(operation, context)
    const typeOf = (column: string): DataType | undefined => findColumn(context.dialect, made, column)?.type
    return (
      isInnodb(made.options) && made.indexes.some((key) => mustFit(key, subject) && isTooLong(key, typeOf, subject))
    )
  }
  if (!table || !isInnodb(table.options)) return false
  const added = newIndex(subject) ?? inlineKey(operation)
  return [...(added ? [added] : []), ...changedKeys(subject)].some(
    (key) => mustFit(key, subject) && isTooLong(key, (column) => typeAfter(subject, column), subject)
  )
}

/** An index of one column, which grows: the server indexes what fits, and builds that anew. */
function shortensIndex(subject: Subject): boolean {
  return changedKeys(subject).some(
    (key) => !key.unique && !mustFit(key, subject) && isTooLong(key, (column) => typeAfter(subject, column), subject)
  )
}

const isInnodb = ({engine}: {engine?: string}): boolean => engine?.toLowerCase() === 'innodb'

export const tooLongConditions = {
  'key-too-long': hasTooLongKey,
  'index-shortened': shortensIndex
}
