import type {CreateTableSyntax, PartitionSyntax, QuerySyntax, TableOption} from '../../parse/mysql/syntax/table.js'
import type {Range} from '../../parse/source.js'
import type {PartitionBy, TableOptions} from '../definitions.js'
import type {Operation} from '../operation.js'
import {lowerColumn} from './column.js'
import {lowerTableConstraint} from './key.js'
import type {DescribedQuery} from './dml/structure.js'

/**
 * Turn `CREATE TABLE` into its operation.
 *
 * @param readQuery Finds out what the query that fills it reads.
 */
export function lowerCreateTable(
  syntax: CreateTableSyntax,
  range: Range,
  readQuery: (query: QuerySyntax) => DescribedQuery
): Operation<'table.create'> {
  const operation: Operation<'table.create'> = {
    kind: 'table.create',
    range,
    table: syntax.table,
    columns: [],
    constraints: [],
    indexes: [],
    temporary: syntax.temporary,
    like: syntax.like ? [{source: syntax.like, including: ['all'], excluding: []}] : [],
    inherits: [],
    options: lowerOptions(syntax.options)
  }
  if (syntax.ifNotExists) operation.ifNotExists = true
  if (syntax.orReplace) operation.orReplace = true
  if (syntax.systemVersioned) operation.options['system versioning'] = '1'
  if (syntax.partitionBy) operation.partitionBy = lowerPartitionBy(syntax.partitionBy)
  if (syntax.query) {
    const {columns, limit, reads, taken} = readQuery(syntax.query)
    operation.asQuery = {
      reads,
      columns,
      withData: true,
      ...(limit !== undefined && {limit}),
      ...(taken && {taken})
    }
  }
  for (const element of syntax.elements) lowerElement(operation, element)
  return operation
}

function lowerElement(operation: Operation<'table.create'>, element: CreateTableSyntax['elements'][number]): void {
  if (element.kind === 'column') operation.columns.push(lowerColumn(element.column))
  else if (element.kind === 'period') operation.options[`period ${element.name}`] = element.columns.join(', ')
  else {
    const {constraint, index} = lowerTableConstraint(element)
    if (constraint) operation.constraints.push(constraint)
    else operation.indexes.push(index)
  }
}

/** Turn options into a record; a later one of the same name wins, as on the server. */
function lowerOptions(options: readonly TableOption[]): TableOptions {
  return Object.fromEntries(options.map(({name, value}) => [name, value]))
}

/** Turn `PARTITION BY` into the partitioning. */
export function lowerPartitionBy({count, key, partitions, strategy}: PartitionSyntax): PartitionBy {
  const partitionBy: PartitionBy = {
    strategy,
    key: key.map(({column, expression}) =>
      expression ? lowerPartitionKey(expression.text.slice(1, -1).trim()) : {column}
    )
  }
  if (partitions.length > 0) partitionBy.partitions = partitions.map(({name}) => name)
  const values = partitions.flatMap((partition) => partition.values ?? [])
  if (values.length > 0 && values.length === partitions.length) partitionBy.values = values
  if (count !== undefined) partitionBy.count = count
  return partitionBy
}

/** `HASH (id)`: an expression that is a column is one. */
function lowerPartitionKey(text: string): PartitionBy['key'][number] {
  const column = /^(?:([\w$\u0080-\uFFFF]+)|`((?:[^`]|``)+)`)$/.exec(text)
  if (!column) return {expression: {text}}
  return {column: column[1] ?? column[2]?.replaceAll('``', '`')}
}
