import type {Cursor} from '../../../parse/mysql/cursor.js'
import {createParseContext} from '../../../parse/mysql/cursor.js'
import {splitStatements} from '../../../parse/mysql/statements/split.js'
import {userVariableName} from '../../../parse/mysql/grammar/statement/set.js'
import type {SetAssignment, StatementSyntax} from '../../../parse/mysql/syntax/statement.js'
import {createLexer} from '../../../parse/mysql/tokens/lexer.js'
import type {Range} from '../../../parse/source.js'
import type {Command} from '../../script.js'
import {withGuards} from './guard.js'
import {hold, holdEither, valuesOf} from './held.js'
import {writtenIn} from './names.js'
import {moveCommand, moveProblem} from './move.js'
import {possibleTexts} from './possible.js'
import type {Outcome, PossibleText, Run} from './run.js'
import {spend} from './run.js'
import {runStatement} from './statement.js'

/** Remember what user variables may hold now. */
export function runAssignments(run: Run, cursor: Cursor, assignments: readonly SetAssignment[]): void {
  for (const {from, name, to, user} of assignments) {
    const possible = possibleTexts(run, cursor, from, to)
    if (user) hold(run, run.variables, name, possible)
    else if (run.locals.has(name)) hold(run, run.locals, name, possible)
  }
}

/** What a query assigns by `INTO @x` or `@x :=` is not known. */
export function forgetAssigned(run: Run, cursor: Cursor): void {
  let into = false
  for (const [index, token] of cursor.tokens.entries()) {
    if (token.upper === 'INTO') into = true
    else if (token.type === 'variable') {
      if (!into && cursor.tokens[index + 1]?.upper !== ':=') continue
      run.variables.set(userVariableName(cursor.textOf(token)), undefined)
    } else if (into && token.type === 'word' && run.locals.has(token.upper.toLowerCase())) {
      run.locals.set(token.upper.toLowerCase(), undefined)
    } else if (token.upper !== ',') into = false
  }
}

/** Forget what a procedure may have given another value: variables that were handed to it, unless it only reads them. */
export function forgetGiven(run: Run, cursor: Cursor, call: Extract<StatementSyntax, {kind: 'call'}>): void {
  const {body = [], context, parameters = []} = run.procedures.get(call.procedure.name.toLowerCase()) ?? {}
  const written = context ? writtenIn(body, context.text) : undefined
  for (const [index, {from, to}] of call.arguments.entries()) {
    const token = cursor.tokens[from]
    if (token === undefined || to - from !== 1 || written?.has(parameters[index] ?? '') === false) continue
    const local = token.upper.toLowerCase()
    if (token.type === 'variable') run.variables.set(userVariableName(cursor.textOf(token)), undefined)
    else if (run.locals.has(local)) run.locals.set(local, undefined)
  }
}

/** Remember what a prepared statement may be. */
export function runPrepare(run: Run, syntax: Extract<StatementSyntax, {kind: 'prepare'}>): void {
  const {name, source, variable} = syntax
  if (source) hold(run, run.prepared, name, [toText(run, source.value, source.range)])
  else hold(run, run.prepared, name, variable === undefined ? undefined : run.variables.get(variable))
}

function toText({context}: Run, text: string, range: Range): PossibleText {
  const verbatim = context.text.slice(range.start + 1, range.end - 1) === text
  return {text, range, start: verbatim ? range.start + 1 : undefined}
}

/** Find out what a prepared statement does where its text is known; else it is dynamic. */
export function runExecute(run: Run, syntax: Extract<StatementSyntax, {kind: 'execute'}>, range: Range): Outcome {
  const {immediate, name} = syntax
  const possible = immediate ? [toText(run, immediate.value, immediate.range)] : run.prepared.get(name)
  if (!possible || possible.length === 0) {
    const message = 'Unexpected SQL that is put together when it runs, expected SQL that can be read here'
    return {commands: [], problems: [{message, range, reason: 'dynamic'}]}
  }
  const exhausted = possible.map(({text}) => spend(run, text.length / 4, range)).find((each) => each !== undefined)
  if (exhausted) return exhausted
  const outcomes =
    possible.length > 1 ? possible.map((text) => runPossibly(run, text)) : possible.map((text) => runText(run, text))
  return {
    commands: outcomes.flatMap(({commands}) => commands),
    problems: outcomes.flatMap(({problems}) => problems)
  }
}

/** Run one of several texts, of which the server runs one. */
function runPossibly(run: Run, text: PossibleText): Outcome {
  const before = valuesOf(run)
  const outcome = runText({...run, conditional: true}, text)
  holdEither(run, before)
  return outcome
}

function runText(run: Run, {asked, range, start, text}: PossibleText): Outcome {
  const {server} = run.context
  const guards = asked?.change === run.changes.count ? asked.guards : []
  const inner: Run = {...run, context: createParseContext(text, server), inPrepared: true}
  const outcome: Outcome = {commands: [], problems: []}
  const place = {range, start}
  splitStatements(createLexer(text, server), ({tokens}) => {
    if (!tokens) return
    const {commands, problems} = runStatement(inner, tokens)
    outcome.commands.push(...commands.map((command): Command => withGuards(moveCommand(command, place), guards)))
    outcome.problems.push(...problems.map((problem) => moveProblem(problem, place)))
  })
  return outcome
}
