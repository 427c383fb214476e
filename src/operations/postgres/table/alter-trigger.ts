import type {AlterTableCmd} from 'libpg-query'
import type {Operation, OperationFields} from '../../operation.js'
import type {Clause} from './clause.js'
import {clauseOperation} from './clause.js'

type Action = OperationFields['trigger.enable']['action']
type ClauseKind = NonNullable<AlterTableCmd['subtype']>

const triggers: Partial<Record<ClauseKind, Action>> = {
  AT_EnableTrig: 'enable',
  AT_EnableTrigAll: 'enable',
  AT_EnableTrigUser: 'enable',
  AT_EnableAlwaysTrig: 'enable-always',
  AT_EnableReplicaTrig: 'enable-replica',
  AT_DisableTrig: 'disable',
  AT_DisableTrigAll: 'disable',
  AT_DisableTrigUser: 'disable'
}

const rules: Partial<Record<ClauseKind, Action>> = {
  AT_EnableRule: 'enable',
  AT_EnableAlwaysRule: 'enable-always',
  AT_EnableReplicaRule: 'enable-replica',
  AT_DisableRule: 'disable'
}

/** Clauses that switch triggers and rules; `undefined` for all others. */
export function lowerTriggerClause(clause: Clause): Operation | undefined {
  const {command, table} = clause
  const kind = command.subtype ?? 'AT_AddColumn'
  const trigger = triggers[kind]
  if (trigger !== undefined) {
    const name = kind.endsWith('All') ? 'all' : kind.endsWith('User') ? 'user' : (command.name ?? '')
    return clauseOperation(clause, 'trigger.enable', {table, name, action: trigger})
  }
  const rule = rules[kind]
  return rule && clauseOperation(clause, 'rule.enable', {table, name: command.name ?? '', action: rule})
}
