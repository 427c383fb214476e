import {loadPostgresReader} from '../../../src/operations/postgres/read.js'
import type {Operation, OperationKind} from '../../../src/operations/operation.js'
import type {Command, Script} from '../../../src/operations/script.js'
import type {Problem, Range} from '../../../src/parse/source.js'

/** The reader under test, loaded once for the process. */
export const read = await loadPostgresReader()

/** All commands of a text, in order. */
export function commandsOf(sql: string): Command[] {
  return read(sql).statements.flatMap(({commands}) => commands)
}

/** All operations of a text, in order. */
export function operationsOf(sql: string): Operation[] {
  return commandsOf(sql).flatMap(({operations}) => operations)
}

/** The only operation of a text, which must be of a kind. */
export function onlyOperation<Kind extends OperationKind>(sql: string, kind: Kind): Operation<Kind> {
  const operations = operationsOf(sql)
  const [first] = operations
  if (operations.length !== 1 || first?.kind !== kind) {
    throw new Error(`Unexpected ${operations.map((made) => made.kind).join(', ')}, expected one ${kind}`)
  }
  return first as Operation<Kind>
}

/** Kinds of the operations of a text. */
export function kindsOf(sql: string): string[] {
  return operationsOf(sql).map(({kind}) => kind)
}

/** All problems of a text, with the text that they underline. */
export function problemsOf(sql: string): Array<Pick<Problem, 'message' | 'reason'> & {at: string}> {
  return read(sql)
    .statements.flatMap(({problems}) => problems)
    .map(({message, range, reason}) => ({message, reason, at: textAt(sql, range)}))
}

/** What a range underlines. */
export function textAt(sql: string, {end, start}: Range): string {
  return sql.slice(start, end)
}

/** The texts of the statements of a script. */
export function statementTexts(sql: string, script: Script = read(sql)): string[] {
  return script.statements.map(({range}) => textAt(sql, range))
}
