import type {ParseContext} from '../../../parse/mysql/cursor.js'
import type {Token} from '../../../parse/mysql/tokens/token.js'
import {splitBody} from './block.js'
import type {Outcome, Possible, Run} from './run.js'
import {runStatement} from './statement.js'

/**
 * Find out what a procedure that the file has defined does when it is called.
 *
 * @param values What its parameters may hold.
 */
export function runProcedure(run: Run, name: string, values: readonly Possible[]): Outcome | undefined {
  const key = name.toLowerCase()
  const procedure = run.procedures.get(key)
  // One that calls itself does again what it does already; one in another language has no body of SQL.
  if (!procedure || procedure.body.length === 0 || run.calls.includes(key)) return undefined
  run.calls.push(key)
  const locals = new Map(procedure.parameters.map((parameter, index) => [parameter, values[index]]))
  const outcome = runBody({...run, locals}, procedure.context, procedure.body)
  run.calls.pop()
  return outcome
}

/** Find out what the statements of a body do, in their order. */
export function runBody(run: Run, context: ParseContext, body: readonly Token[]): Outcome {
  const outcome: Outcome = {commands: [], problems: []}
  for (const {conditional, tokens} of splitBody(body)) {
    const inner: Run = {...run, context, conditional: run.conditional || conditional}
    const {commands, problems} = runStatement(inner, tokens)
    outcome.commands.push(...commands)
    outcome.problems.push(...problems)
  }
  return outcome
}
