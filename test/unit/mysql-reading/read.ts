import type {Server} from '../../../src/server/server.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import type {Operation, OperationKind} from '../../../src/operations/operation.js'
import type {Command, Script} from '../../../src/operations/script.js'

export const mysql: Server = {dialect: 'mysql', version: [9, 7]}
export const mariadb: Server = {dialect: 'mariadb', version: [11, 8]}

export function read(sql: string, server: Server = mysql): Script {
  return createMysqlReader(server)(sql)
}

/** The commands of a text that has no problems. */
export function commandsOf(sql: string, server: Server = mysql): Command[] {
  const {statements} = read(sql, server)
  const problem = statements.flatMap(({problems}) => problems)[0]
  if (problem) throw new Error(problem.message)
  return statements.flatMap(({commands}) => commands)
}

/** The operations of a text that has no problems, without their ranges. */
export function operationsOf(sql: string, server: Server = mysql): unknown[] {
  return commandsOf(sql, server).flatMap(({operations}) => operations.map(withoutRanges))
}

/** The only operation of a text, which must be of a kind. */
export function operationOf<Kind extends OperationKind>(
  kind: Kind,
  sql: string,
  server: Server = mysql
): Operation<Kind> {
  const operations = commandsOf(sql, server).flatMap((command) => command.operations)
  const [operation] = operations
  if (operations.length !== 1 || operation?.kind !== kind) {
    throw new Error(`Unexpected ${operations.map((each) => each.kind).join(', ')}, expected one ${kind}`)
  }
  return operation as Operation<Kind>
}

/** Messages of all problems, each with the text that it points at. */
export function problemsOf(sql: string, server: Server = mysql): string[] {
  return read(sql, server).statements.flatMap(({problems}) =>
    problems.map(({message, range, reason}) => `${reason}: ${message} @ ${sql.slice(range.start, range.end)}`)
  )
}

/** The texts of the statements. */
export function textsOf(sql: string, server: Server = mysql): string[] {
  return read(sql, server).statements.map(({range}) => sql.slice(range.start, range.end))
}

function withoutRanges(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRanges)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => key !== 'range' && each !== undefined)
      .map(([key, each]) => [key, withoutRanges(each)])
  )
}
