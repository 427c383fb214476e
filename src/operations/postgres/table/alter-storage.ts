import type {AlterTableCmd} from 'libpg-query'
import type {Operation, OperationFields} from '../../operation.js'
import {toName, toRole, nameOfList} from '../name.js'
import {as, itemsOf} from '../node.js'
import {toParameters} from '../option.js'
import type {Clause} from './clause.js'
import {clauseOperation} from './clause.js'
import {toBound} from './partition.js'

type ClauseKind = NonNullable<AlterTableCmd['subtype']>

const rowSecurity: Partial<Record<ClauseKind, OperationFields['table.row-security']['action']>> = {
  AT_EnableRowSecurity: 'enable',
  AT_DisableRowSecurity: 'disable',
  AT_ForceRowSecurity: 'force',
  AT_NoForceRowSecurity: 'no-force'
}

const identities: Record<string, OperationFields['table.replica-identity']['identity']> = {
  n: 'nothing',
  f: 'full',
  d: 'default',
  i: 'index'
}

/** Clauses about the table as a whole. What is none of them comes from inside the server: `other`. */
export function lowerTableClause(clause: Clause): Operation {
  const {command, ifExists, table} = clause
  const parameters = toParameters(itemsOf(command.def))
  switch (command.subtype) {
    case 'AT_ChangeOwner':
      return clauseOperation(clause, 'table.set-owner', {
        table,
        owner: toRole(command.newowner),
        ...(ifExists ? {ifExists} : {})
      })
    case 'AT_SetLogged':
      return clauseOperation(clause, 'table.set-persistence', {table, persistence: 'logged'})
    case 'AT_SetUnLogged':
      return clauseOperation(clause, 'table.set-persistence', {table, persistence: 'unlogged'})
    case 'AT_SetTableSpace':
      return clauseOperation(clause, 'table.set-tablespace', {table, tablespace: command.name ?? ''})
    case 'AT_SetAccessMethod':
      return clauseOperation(clause, 'table.set-access-method', {table, method: command.name})
    case 'AT_SetRelOptions':
    case 'AT_ReplaceRelOptions':
    case 'AT_GenericOptions':
      return clauseOperation(clause, 'table.set-parameters', {table, parameters})
    case 'AT_ResetRelOptions':
      return clauseOperation(clause, 'table.set-parameters', {table, parameters, reset: true})
    case 'AT_ClusterOn':
      return clauseOperation(clause, 'table.cluster-on', {table, index: command.name})
    case 'AT_DropCluster':
      return clauseOperation(clause, 'table.cluster-on', {table, index: undefined})
    case 'AT_DropOids':
      return clauseOperation(clause, 'table.set-without-oids', {table})
    default:
      return lowerFamilyClause(clause)
  }
}

/** Partitions, inheritance, typed tables, replication, row security. */
function lowerFamilyClause(clause: Clause): Operation {
  const {command, stretch, table} = clause
  const partition = as(command.def, 'PartitionCmd')
  const other = as(command.def, 'RangeVar')
  switch (command.subtype) {
    case 'AT_AttachPartition':
      return clauseOperation(clause, 'partition.attach', {
        table,
        partition: toName(partition?.name),
        bound: toBound(partition?.bound ?? {}, stretch)
      })
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return clauseOperation(clause, 'partition.detach', {
        table,
        partition: toName(partition?.name),
        concurrently: partition?.concurrent ?? false,
        finalize: command.subtype === 'AT_DetachPartitionFinalize'
      })
    case 'AT_AddInherit':
      return clauseOperation(clause, 'table.inherit', {table, parent: toName(other)})
    case 'AT_DropInherit':
      return clauseOperation(clause, 'table.no-inherit', {table, parent: toName(other)})
    case 'AT_AddOf':
      return clauseOperation(clause, 'table.of', {table, type: nameOfList(as(command.def, 'TypeName')?.names)})
    case 'AT_DropOf':
      return clauseOperation(clause, 'table.not-of', {table})
    case 'AT_ReplicaIdentity': {
      const {identity_type = 'd', name} = as(command.def, 'ReplicaIdentityStmt') ?? {}
      const identity = identities[identity_type] ?? 'default'
      return clauseOperation(clause, 'table.replica-identity', {
        table,
        identity,
        ...(name === undefined ? {} : {index: name})
      })
    }
    default:
      return lowerRowSecurity(clause)
  }
}

function lowerRowSecurity(clause: Clause): Operation {
  const {command, table} = clause
  const action = rowSecurity[command.subtype ?? 'AT_AddColumn']
  if (action !== undefined) return clauseOperation(clause, 'table.row-security', {table, action})
  return clauseOperation(clause, 'other', {statement: 'alter table', tables: [table]})
}
