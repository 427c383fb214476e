import type {AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, RuleStmt} from 'libpg-query'
import type {OperationFields} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOfList, toName} from '../name.js'
import {allOf, entryOf, strings} from '../node.js'
import {relationsIn} from '../rows/reads.js'
import {usesOf} from '../rows/uses.js'

/** Bits of the server's `pg_trigger.tgtype`. */
const before = 1 << 1
const insteadOf = 1 << 6
const events = [
  {bit: 1 << 2, event: 'insert'},
  {bit: 1 << 3, event: 'delete'},
  {bit: 1 << 4, event: 'update'},
  {bit: 1 << 5, event: 'truncate'}
]

/** `CREATE TRIGGER`. */
export const createTrigger: Lowering<CreateTrigStmt> = (node, {range}) => {
  const timing = node.timing ?? 0
  const fields: OperationFields['trigger.create'] = {
    table: toName(node.relation),
    name: node.trigname ?? '',
    timing: timing & before ? 'before' : timing & insteadOf ? 'instead of' : 'after',
    events: events.filter(({bit}) => ((node.events ?? 0) & bit) !== 0).map(({event}) => event),
    row: node.row ?? false,
    function: nameOfList(node.funcname)
  }
  if (node.replace) fields.orReplace = true
  if (node.isconstraint) fields.constraint = true
  if (node.constrrel) fields.references = toName(node.constrrel)
  if (node.columns) fields.columns = strings(node.columns)
  if (node.whenClause) fields.when = true
  if (node.transitionRels)
    fields.transitions = allOf(node.transitionRels, 'TriggerTransition').map(({name}) => name ?? '')
  return [operation('trigger.create', range, fields)]
}

/** `CREATE RULE`. */
export const createRule: Lowering<RuleStmt> = ({actions, relation, replace, rulename, whereClause}, {range}) => {
  const writes = (actions ?? []).flatMap((action) => {
    const {fields} = entryOf(action)
    return 'relation' in fields && fields.relation ? [toName(fields.relation)] : []
  })
  const reads = relationsIn(
    whereClause,
    ...(actions ?? []).map((action) => ({...entryOf(action).fields, relation: null}))
  )
  return [
    operation('rule.create', range, {
      table: toName(relation),
      name: rulename ?? '',
      ...(replace ? {orReplace: true} : {}),
      ...(writes.length > 0 ? {writes} : {}),
      ...(reads.length > 0 ? {reads: reads.filter(({name}) => name !== 'new' && name !== 'old')} : {})
    })
  ]
}

const calling = (...expressions: readonly unknown[]): {functions?: readonly string[]} => {
  const {functions} = usesOf(expressions)
  return functions.length > 0 ? {functions} : {}
}

/** `CREATE POLICY`. */
export const createPolicy: Lowering<CreatePolicyStmt> = ({policy_name, qual, table, with_check}, {range}) => [
  operation('policy.create', range, {
    table: toName(table),
    name: policy_name ?? '',
    reads: relationsIn(qual, with_check),
    ...calling(qual, with_check)
  })
]

/** `ALTER POLICY`. */
export const alterPolicy: Lowering<AlterPolicyStmt> = ({policy_name, qual, table, with_check}, {range}) => [
  operation('policy.alter', range, {
    table: toName(table),
    name: policy_name ?? '',
    reads: relationsIn(qual, with_check),
    ...calling(qual, with_check)
  })
]
