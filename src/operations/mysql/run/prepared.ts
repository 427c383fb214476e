import type {Cursor} from '../../../parse/mysql/cursor.js'
import {createParseContext} from '../../../parse/mysql/cursor.js'
import {splitStatements} from '../../../parse/mysql/statements/split.js'
import {userVariableName} from '../../../parse/mysql/grammar/statement/set.js'
import type {SetAssignment, StatementSyntax} from '../../../parse/mysql/syntax/statement.js'
import {createLexer} from '../../../parse/mysql/tokens/lexer.js'
import type {Range} from '../../../parse/source.js'
import type {Command} from '../../script.js'
import {moveCommand, moveProblem} from './move.js'
import {possibleTexts} from './possible.js'
import type {Outcome, Possible, PossibleText, Run} from './run.js'
import {spend} from './run.js'
import {runStatement} from './statement.js'

/** Remember what user variables may hold now. */
export function runAssignments(run: Run, cursor: Cursor, assignments: readonly SetAssignment[]): void {
  for (const {from, name, to, user} of assignments) {
    const possible = possibleTexts(run, cursor, from, to)
    if (user) assign(run, run.variables, name, possible)
    else if (run.locals.has(name)) assign(run, run.locals, name, possible)
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

/** More texts than that are not followed: each is run wherever one of them is. */
const mostTexts = 64

/** What a variable or statement holds after an assignment that may not have been reached. */
function assign(run: Run, values: Map<string, Possible>, name: string, possible: Possible): void {
  const before = run.conditional && values.has(name) ? values.get(name) : []
  if (!possible || !before) values.set(name, undefined)
  else {
    const other = before.filter(({text}) => possible.every((each) => each.text !== text))
    values.set(name, other.length + possible.length > mostTexts ? undefined : [...other, ...possible])
  }
}

/** Remember what a prepared statement may be. */
export function runPrepare(run: Run, syntax: Extract<StatementSyntax, {kind: 'prepare'}>): void {
  const {name, source, variable} = syntax
  if (source) assign(run, run.prepared, name, [toText(run, source.value, source.range)])
  else assign(run, run.prepared, name, variable === undefined ? undefined : run.variables.get(variable))
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
  const conditional = run.conditional
  run.conditional = conditional || possible.length > 1
  const outcomes = possible.map((text) => runText(run, text))
  run.conditional = conditional
  return {
    commands: outcomes.flatMap(({commands}) => commands),
    problems: outcomes.flatMap(({problems}) => problems)
  }
}

function runText(run: Run, {range, start, text}: PossibleText): Outcome {
  const {server} = run.context
  const inner: Run = {...run, context: createParseContext(text, server), inPrepared: true}
  const outcome: Outcome = {commands: [], problems: []}
  const place = {range, start}
  splitStatements(createLexer(text, server), ({tokens}) => {
    if (!tokens) return
    const {commands, problems} = runStatement(inner, tokens)
    outcome.commands.push(...commands.map((command): Command => moveCommand(command, place)))
    outcome.problems.push(...problems.map((problem) => moveProblem(problem, place)))
  })
  return outcome
}
