import type {ParseContext} from '../../../parse/mysql/cursor.js'
import type {Token} from '../../../parse/mysql/tokens/token.js'
import type {Range} from '../../../parse/source.js'
import {splitBody} from './block.js'
import type {Level} from './block.js'
import {guardsOf, withGuards} from './guard.js'
import {holdEither, valuesOf} from './held.js'
import type {Values} from './held.js'
import {declaredIn, writtenIn} from './names.js'
import type {Outcome, Possible, Run} from './run.js'
import {spend} from './run.js'
import {runStatement} from './statement.js'

/**
 * Find out what a procedure that the file has defined does when it is called.
 *
 * @param values What its parameters may hold.
 * @param range Of the call.
 */
export function runProcedure(run: Run, name: string, values: readonly Possible[], range: Range): Outcome | undefined {
  const key = name.toLowerCase()
  const procedure = run.procedures.get(key)
  // One that calls itself does again what it does already; one in another language has no body of SQL.
  if (!procedure || procedure.body.length === 0 || run.calls.includes(key)) return undefined
  const exhausted = spend(run, procedure.body.length, range)
  if (exhausted) return exhausted
  run.calls.push(key)
  const {body, context, parameters} = procedure
  const declared = declaredIn(body, context.text)
  const written = writtenIn(body, context.text)
  const locals = new Map(
    parameters.map((name, index) => [name, values[index]] as const).filter(([name]) => !declared.has(name))
  )
  const fixed = new Set([...locals.keys()].filter((name) => !written.has(name)))
  const outcome = runBody({...run, locals, fixed, names: new Set(parameters), inPrepared: false}, context, body)
  run.calls.pop()
  return outcome
}

/** Find out what the statements of a body do, in their order. */
export function runBody(run: Run, context: ParseContext, body: readonly Token[]): Outcome {
  const outcome: Outcome = {commands: [], problems: []}
  const entered: Entered[] = []
  const scoped: Run = {...run, names: new Set([...run.names, ...declaredIn(body, context.text)])}
  for (const {branches, conditional, handled, levels, mayBePassed, tokens} of splitBody(body)) {
    leave(run, entered, levels)
    for (const level of levels.slice(entered.length)) {
      entered.push({level, before: level.mayBePassed ? valuesOf(run) : undefined})
    }
    const guards = guardsOf(branches, context, scoped)
    const inner: Run = {
      ...scoped,
      context,
      conditional: run.conditional || conditional,
      mayBePassed: run.mayBePassed || mayBePassed
    }
    const {commands, problems} = runStatement(inner, tokens)
    for (const command of commands) {
      outcome.commands.push(withGuards(handled ? {...command, handled} : command, guards))
    }
    for (const problem of problems) outcome.problems.push(problem)
  }
  leave(run, entered, [])
  return outcome
}

/** A level that is being run, and what variables held where it began; `undefined`: it is run whole. */
interface Entered {
  level: Level
  before: Values | undefined
}

/** Behind what may not have been run, variables hold what they held before it, or what it gave them. */
function leave(run: Run, entered: Entered[], levels: readonly Level[]): void {
  for (let last = entered.at(-1); last && levels[entered.length - 1] !== last.level; last = entered.at(-1)) {
    entered.pop()
    if (last.before) holdEither(run, last.before)
  }
}
