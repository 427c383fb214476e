/** Which routines an operation calls. */
import type {Name} from './definitions.js'
import type {Followed} from './kinds/subject.js'
import type {Operation} from './operation.js'

/** A call of a routine. */
export interface RoutineCall {
  /** To note whether it is followed. */
  call: Followed
  name: Name
  /** How many arguments it is given. */
  count: number
  /** For each row of a query: never, once or often. */
  perRow: boolean
}

/** The calls that an operation makes when it runs; what a view calls runs with those who read it. */
export function callsOf(operation: Operation): RoutineCall[] {
  if (operation.kind === 'procedure.call') {
    return [{call: operation, name: operation.procedure, count: operation.arguments.length, perRow: false}]
  }
  const {calls = [], perRow} = callingOf(operation)
  return calls.map((call) => ({call, name: call.function, count: call.arguments.length, perRow}))
}

type Calls = Operation<'rows.insert'>['calls']

function callingOf(operation: Operation): {calls?: Calls; perRow: boolean} {
  switch (operation.kind) {
    case 'rows.select':
    case 'rows.insert':
    case 'rows.copy':
      return {calls: operation.calls, perRow: operation.reads.length > 0}
    case 'rows.update':
    case 'rows.delete':
    case 'rows.merge':
      return {calls: operation.calls, perRow: true}
    case 'table.create':
      return operation.asQuery?.withData === true
        ? {calls: operation.asQuery.calls, perRow: operation.asQuery.reads.length > 0}
        : {perRow: false}
    case 'view.create':
      return operation.materialized && operation.withData !== false
        ? {calls: operation.calls, perRow: operation.reads.length > 0}
        : {perRow: false}
    default:
      return {perRow: false}
  }
}
