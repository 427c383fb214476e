import type {AlterClause} from '../../parse/mysql/syntax/alter-table.js'
import type {QualifiedName} from '../../parse/mysql/syntax/table.js'
import type {Operation} from '../operation.js'
import {lowerPartitionBy} from './table.js'

/** Turn a clause about partitions into its operation, `undefined` for any other clause. */
export function lowerPartitionClause(table: QualifiedName, clause: AlterClause): Operation | undefined {
  const {range} = clause
  switch (clause.kind) {
    case 'partition-by':
      return {kind: 'table.partition-by', table, range, partitionBy: lowerPartitionBy(clause.partitioning)}
    case 'remove-partitioning':
      return {kind: 'table.remove-partitioning', table, range}
    case 'add-partition': {
      const {count, partitions} = clause
      return {kind: 'partition.add', table, range, partitions, ...(count !== undefined && {count})}
    }
    case 'drop-partition': {
      const {ifExists, partitions} = clause
      return {kind: 'partition.drop', table, range, partitions, ...(ifExists && {ifExists: true})}
    }
    case 'reorganize-partition':
      return {kind: 'partition.reorganize', table, range, partitions: clause.partitions, into: clause.into}
    case 'coalesce-partition':
      return {kind: 'partition.coalesce', table, range, count: clause.count}
    case 'exchange-partition': {
      const {partition, validation} = clause
      return {kind: 'partition.exchange', table, range, partition, with: clause.table, validation}
    }
    case 'convert-partition': {
      const {direction, partition} = clause
      return {kind: 'partition.convert', table, range, partition, with: clause.table, direction}
    }
    case 'maintain-partition':
      return {kind: 'partition.maintain', table, range, action: clause.action, partitions: clause.partitions}
    default:
      return undefined
  }
}
