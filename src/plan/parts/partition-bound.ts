import {quoteName} from '../../sql/postgres.js'
import {columnOf, constantOf} from '../../knowledge/postgres/expressions/tree.js'
import type {Expression, PartitionBound} from '../../operations/definitions.js'
import type {Table} from '../../schema/objects.js'
import {typeSql} from './sql.js'

/**
 * What the bounds of a partition say of its rows, as the server would write it; `undefined` where no `CHECK` can
 * prove it (hash bounds), or the key is not one plain column.
 *
 * https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function boundCondition(
  {columns, partitionBy}: Table,
  {from, in: values, to}: PartitionBound
): string | undefined {
  const [key] = partitionBy?.key ?? []
  const column = columns.find(({name}) => name === key?.column)
  if (partitionBy?.key.length !== 1 || column?.type === undefined) return undefined
  const name = quoteName(column.name)
  const type = typeSql(column.type)
  const cast = ({text}: Expression): string => `CAST(${text} AS ${type})`
  if (partitionBy.strategy === 'range' && from?.length === 1 && to?.length === 1) {
    const ends = [
      ...from.filter((end) => !isOpen(end)).map((end) => `${name} >= ${cast(end)}`),
      ...to.filter((end) => !isOpen(end)).map((end) => `${name} < ${cast(end)}`)
    ]
    return [`${name} IS NOT NULL`, ...ends].join(' AND ')
  }
  if (partitionBy.strategy === 'list' && values !== undefined) return listCondition(name, values, cast)
  return undefined
}

function listCondition(name: string, values: readonly Expression[], cast: (value: Expression) => string): string {
  const known = values.filter(({tree}) => constantOf(tree) !== null)
  const isOne = `${name} = ANY (ARRAY[${known.map(cast).join(', ')}])`
  if (known.length === values.length) return `${name} IS NOT NULL AND ${isOne}`
  return known.length === 0 ? `${name} IS NULL` : `${name} IS NULL OR ${isOne}`
}

/** `MINVALUE` and `MAXVALUE`. */
function isOpen({text, tree}: Expression): boolean {
  return /^(?:min|max)value$/i.test(text.trim()) || /^(?:min|max)value$/.test(columnOf(tree) ?? '')
}
