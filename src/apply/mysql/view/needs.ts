/** Which privileges the steps need, and where. */
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {loadReader} from '../../../operations/read.js'
import {parseVersion} from '../../../server/server.js'
import type {Plan, PlannedStep} from '../../../plan/plan.js'
import {inputsOf, shadowInputs} from '../../view/work.js'
import type {Scope} from './grants.js'
import {locate} from './tables.js'
import type {Place} from './tables.js'

export interface Need {
  privileges: readonly string[]
  scope: Scope
}

/** https://dev.mysql.com/doc/refman/8.4/en/alter-table.html */
const alter = ['ALTER', 'CREATE', 'INSERT']

/** A copy of a table stands beside it, with triggers and tables of its own. */
const copy = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'INDEX', 'TRIGGER', 'LOCK TABLES']

/** The journal, and the heartbeat that replicas are asked for. */
export const journalNeed: Need = {
  privileges: ['CREATE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  scope: {schema: 'sqlsafe'}
}

/** Of all steps; the same may be there more than once. */
export async function needsOf(steps: readonly PlannedStep[], plan: Plan, place: Place): Promise<Need[]> {
  const at = (name: Name): Scope => {
    const {name: table, schema} = locate(name, place)
    return {schema, name: table}
  }
  return [
    ...inputsOf(steps, 'batch').map(({table, verb}) => ({
      privileges: ['SELECT', verb === 'update' ? 'UPDATE' : 'DELETE'],
      scope: at(table)
    })),
    ...shadowInputs(steps).map(({table}) => ({privileges: copy, scope: {schema: locate(table, place).schema}})),
    ...(await needsOfStatements(steps, plan, at))
  ]
}

async function needsOfStatements(
  steps: readonly PlannedStep[],
  {dialect, serverVersion}: Plan,
  at: (name: Name) => Scope
): Promise<Need[]> {
  const read = await loadReader({dialect, version: parseVersion(serverVersion)})
  const statements = [
    ...inputsOf(steps, 'transaction').flatMap((input) => input.statements),
    ...inputsOf(steps, 'ddl').map(({statement}) => statement)
  ]
  return statements.flatMap((statement) => {
    const isIndexStatement = /^\s*(?:create|drop)\b[^(]*\bindex\b/i.test(statement)
    const operations = read(statement).statements.flatMap(({commands}) => commands.flatMap((each) => each.operations))
    return operations.flatMap((operation) => {
      if (isIndexStatement && 'table' in operation && operation.table) {
        return [{privileges: ['INDEX'], scope: at(operation.table)}]
      }
      return needsOfOperation(operation, at)
    })
  })
}

function needsOfOperation(operation: Operation, at: (name: Name) => Scope): Need[] {
  const on = (name: Name | undefined, ...privileges: string[]): Need[] =>
    name === undefined ? [] : [{privileges, scope: at(name)}]
  switch (operation.kind) {
    case 'rows.insert':
      return [...on(operation.table, 'INSERT'), ...operation.reads.flatMap((name) => on(name, 'SELECT'))]
    case 'rows.update':
      return [...on(operation.table, 'SELECT', 'UPDATE'), ...operation.reads.flatMap((name) => on(name, 'SELECT'))]
    case 'rows.delete':
      return [...on(operation.table, 'SELECT', 'DELETE'), ...operation.reads.flatMap((name) => on(name, 'SELECT'))]
    case 'table.create':
      return [
        ...on(operation.table, 'CREATE', ...(operation.asQuery ? ['INSERT'] : [])),
        ...operation.like.flatMap(({source}) => on(source, 'SELECT')),
        ...(operation.asQuery?.reads ?? []).flatMap((name) => on(name, 'SELECT')),
        ...operation.constraints.flatMap(({references}) => on(references?.table, 'REFERENCES'))
      ]
    case 'table.drop':
    case 'table.truncate':
      return on(operation.table, 'DROP')
    case 'table.rename':
      return [...on(operation.table, 'ALTER', 'DROP'), ...on(operation.to, 'CREATE', 'INSERT')]
    case 'table.analyze':
      return on(operation.table, 'SELECT', 'INSERT')
    case 'trigger.create':
    case 'trigger.drop':
      return on(operation.table, 'TRIGGER')
    case 'constraint.add':
      return [...on(operation.table, ...alter), ...on(operation.constraint.references?.table, 'REFERENCES')]
    case 'partition.drop':
      return on(operation.table, ...alter, 'DROP')
    case 'partition.exchange':
      return [operation.table, operation.with].flatMap((name) => on(name, ...alter, 'DROP'))
    default:
      return /^(?:table|column|constraint|index|partition)\./.test(operation.kind) && 'table' in operation
        ? on(operation.table, ...alter)
        : []
  }
}
