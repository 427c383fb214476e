/** Prefix lengths of MySQL's indexes. */
import type {DataType, IndexElement} from '../../operations/definitions.js'
import type {Table} from '../objects.js'
import type {Context} from '../changes/context.js'
import {findColumn} from '../lookup.js'

const bounded = new Set(['char', 'varchar', 'binary', 'varbinary'])

/** Whether a prefix holds every value; the server then forgets that one was written. */
function holdsAll({length}: IndexElement, type: DataType | undefined): boolean {
  return (
    length !== undefined && type !== undefined && bounded.has(type.name) && Number(type.modifiers[0] ?? 1) <= length
  )
}

/** The parts of an index, of whole columns where the prefix is no shorter than the column. */
export function withoutNeedlessPrefixes(
  context: Context,
  table: Table,
  elements: readonly IndexElement[]
): IndexElement[] {
  return elements.map((element) =>
    element.column !== undefined && holdsAll(element, findColumn(context.dialect, table, element.column)?.type)
      ? {...element, length: undefined}
      : element
  )
}

/** The same for all indexes, after a column has become shorter; one that grows leaves them whole. */
export function shortenPrefixes(context: Context, table: Table): Table {
  if (!table.indexes.some(({elements}) => elements.some(({length}) => length !== undefined))) return table
  const indexes = table.indexes.map((index) => ({
    ...index,
    elements: withoutNeedlessPrefixes(context, table, index.elements)
  }))
  return {...table, indexes}
}
