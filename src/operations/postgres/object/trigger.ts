import type {AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, RuleStmt} from 'libpg-query'
import type {Name, PolicyDefinition, QueryUses} from '../../definitions.js'
import type {Operation, OperationFields} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOfList, toName} from '../name.js'
import {allOf, entryOf, strings} from '../node.js'
import {relationsIn} from '../rows/reads.js'
import {lowerQuery} from '../rows/statement.js'
import {usesOf} from '../rows/uses.js'
import {wholeOf} from '../source.js'

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
  if (node.whenClause) {
    fields.when = true
    fields.whenCalls = usesOf(node.whenClause).functions
  }
  if (node.transitionRels)
    fields.transitions = allOf(node.transitionRels, 'TriggerTransition').map(({name}) => name ?? '')
  return [operation('trigger.create', range, fields)]
}

const ruleEvents = {CMD_SELECT: 'select', CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete'} as const

const isRuleEvent = (event: string | undefined): event is keyof typeof ruleEvents =>
  event !== undefined && event in ruleEvents

/** `CREATE RULE`. */
export const createRule: Lowering<RuleStmt> = (node, source) => {
  const {actions = [], event, instead, relation, replace, rulename, whereClause} = node
  const writes = actions.flatMap((action) => {
    const {fields} = entryOf(action)
    return 'relation' in fields && fields.relation ? [toName(fields.relation)] : []
  })
  const reads = relationsIn(whereClause, ...actions.map((action) => ({...entryOf(action).fields, relation: null})))
  const runs = actions.flatMap((action) => lowerQuery(action, wholeOf(source)) ?? [])
  return [
    operation('rule.create', source.range, {
      table: toName(relation),
      name: rulename ?? '',
      event: isRuleEvent(event) ? ruleEvents[event] : 'select',
      instead: instead ?? false,
      uses: withWritten(usesOf([whereClause, ...actions]), runs),
      ...(replace ? {orReplace: true} : {}),
      ...(writes.length > 0 ? {writes} : {}),
      ...(reads.length > 0 ? {reads: reads.filter((name) => !isRow(name))} : {}),
      ...(runs.length > 0 ? {runs: {operations: runs.map(withoutRows), range: source.range}} : {})
    })
  ]
}

/** Columns that are assigned stand elsewhere in the tree; an INSERT without a list of them assigns all. */
function withWritten(uses: QueryUses, actions: readonly Operation[]): QueryUses {
  const written = actions.flatMap((action) =>
    action.kind === 'rows.insert' || action.kind === 'rows.update' ? action.columns : []
  )
  const all = actions.some((action) => action.kind === 'rows.insert' && action.columns.length === 0)
  return {...uses, columns: [...uses.columns, ...written], star: uses.star || all}
}

/** The row that the statement changes goes by the name of a relation in a rule. */
const isRow = ({name}: Name): boolean => name === 'new' || name === 'old'

const withoutRows = (action: Operation): Operation =>
  'reads' in action && action.reads ? {...action, reads: action.reads.filter((name) => !isRow(name))} : action

const policyCommands: ReadonlyArray<PolicyDefinition['allows']> = ['all', 'select', 'insert', 'update', 'delete']

/** `CREATE POLICY`. */
export const createPolicy: Lowering<CreatePolicyStmt> = (
  {cmd_name: command = 'all', permissive, policy_name, qual, table, with_check},
  {range}
) => [
  operation('policy.create', range, {
    table: toName(table),
    name: policy_name ?? '',
    allows: (permissive === true ? policyCommands.find((each) => each === command) : undefined) ?? 'nothing',
    reads: relationsIn(qual, with_check),
    uses: usesOf([qual, with_check])
  })
]

/** `ALTER POLICY`. */
export const alterPolicy: Lowering<AlterPolicyStmt> = ({policy_name, qual, table, with_check}, {range}) => [
  operation('policy.alter', range, {
    table: toName(table),
    name: policy_name ?? '',
    reads: relationsIn(qual, with_check),
    uses: usesOf([qual, with_check])
  })
]
