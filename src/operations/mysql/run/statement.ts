import {createParseContext, Cursor} from '../../../parse/mysql/cursor.js'
import type {ParseContext} from '../../../parse/mysql/cursor.js'
import {parseStatement} from '../../../parse/mysql/grammar/statement/statement.js'
import type {StatementSyntax} from '../../../parse/mysql/syntax/statement.js'
import type {Token} from '../../../parse/mysql/tokens/token.js'
import {UnexpectedError} from '../../../parse/mysql/unexpected.js'
import type {Problem, Range} from '../../../parse/source.js'
import type {Dialect, Server} from '../../../server/server.js'
import {supported} from '../../../server/supported.js'
import type {Command} from '../../script.js'
import {lowerStatement} from '../statement.js'
import {runBody, runProcedure} from './body.js'
import {possibleTexts} from './possible.js'
import {forgetAssigned, forgetGiven, runAssignments, runExecute, runPrepare} from './prepared.js'
import type {Outcome, Run} from './run.js'

/** Find out what a statement executes, and remember what it defines for those after it. */
export function runStatement(run: Run, tokens: readonly Token[]): Outcome {
  const cursor = new Cursor(run.context, tokens)
  try {
    const syntax = parseStatement(cursor)
    const outcome = follow(run, cursor, syntax)
    if (!outcome && !changesNothing.has(syntax.kind)) run.changes.count++
    if (!outcome) return {commands: [lower(run, cursor, syntax)], problems: []}
    return outcome.commands.length + outcome.problems.length > 0 ? outcome : doNothing(run, cursor, syntax)
  } catch (error) {
    if (!(error instanceof UnexpectedError)) throw error
    return {commands: [], problems: [describe(error, cursor)]}
  }
}

function lower(run: Run, cursor: Cursor, syntax: StatementSyntax): Command {
  const {tokens} = cursor
  const range = {start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0}
  const {clauses, operations} = lowerStatement(syntax, cursor, range)
  const command: Command = {operations, range}
  if (clauses) command.clauses = clauses
  if (run.conditional) command.conditional = true
  return command
}

/** A block or a procedure without anything in it that counts. */
function doNothing(run: Run, cursor: Cursor, {kind}: StatementSyntax): Outcome {
  const range = cursor.range(0)
  const command: Command = {operations: [{kind: 'other', range, statement: kind, tables: []}], range}
  if (run.conditional) command.conditional = true
  return {commands: [command], problems: []}
}

/** Placeholders of a template may stand where SQL has no place for them. */
function describe({message, range, reason}: UnexpectedError, {context, tokens}: Cursor): Problem {
  if (tokens.some(({type}) => type === 'placeholder')) return {message, range, reason: 'template'}
  const other = context.server.dialect === 'mysql' ? 'mariadb' : 'mysql'
  const isOthers =
    reason === 'syntax' && !canParse(context.server, context, tokens) && canParse(newest(other), context, tokens)
  return {message: isOthers ? `${message}, or \`--dialect ${other}\`, which takes it` : message, range, reason}
}

/** Frameworks and folders call both engines MySQL. */
function canParse(server: Server, {text}: ParseContext, tokens: readonly Token[]): boolean {
  try {
    parseStatement(new Cursor(createParseContext(text, server), tokens))
    return true
  } catch (error) {
    if (!(error instanceof UnexpectedError)) throw error
    return false
  }
}

function newest(dialect: Dialect): Server {
  return {dialect, version: supported[dialect].newest}
}

/** What is not in the catalog's views, or not in those that conditions ask. */
const changesNothing = new Set<StatementSyntax['kind']>([
  'set',
  'dml',
  'prepare',
  'deallocate',
  'create-routine',
  'drop-routine'
])

const preparing = new Set<StatementSyntax['kind']>(['prepare', 'execute', 'deallocate'])

/** https://dev.mysql.com/doc/refman/9.7/en/sql-prepared-statements.html: they cannot be nested. */
function notPreparable(range: Range): Outcome {
  const message = 'Unexpected prepared statement in a prepared statement, expected one that the server can prepare'
  return {commands: [], problems: [{message, range, reason: 'syntax'}]}
}

/** Run what other statements of the file have defined, and define. */
function follow(run: Run, cursor: Cursor, syntax: StatementSyntax): Outcome | undefined {
  if (run.inPrepared && preparing.has(syntax.kind)) return notPreparable(cursor.range(0))
  switch (syntax.kind) {
    case 'create-routine':
      if (syntax.procedure && syntax.body) {
        const body = cursor.tokens.slice(syntax.body.from, syntax.body.to)
        const parameters = syntax.parameters.map((name) => name.toLowerCase())
        run.procedures.set(syntax.name.name.toLowerCase(), {context: run.context, body, parameters})
      }
      return undefined
    case 'drop-routine':
      if (syntax.procedure) run.procedures.delete(syntax.name.name.toLowerCase())
      return undefined
    case 'set':
      runAssignments(run, cursor, syntax.assignments)
      return undefined
    case 'set-statement':
      return runWithSettings(run, cursor, syntax)
    case 'dml':
      forgetAssigned(run, cursor)
      return undefined
    case 'call': {
      const values = syntax.arguments.map(({from, to}) => possibleTexts(run, cursor, from, to))
      const outcome = runProcedure(run, syntax.procedure.name, values, cursor.range(0))
      forgetGiven(run, cursor, syntax)
      return outcome
    }
    case 'compound':
      return runBody(run, run.context, cursor.tokens.slice(syntax.body.from, syntax.body.to))
    case 'prepare':
      runPrepare(run, syntax)
      return undefined
    case 'execute':
      return runExecute(run, syntax, cursor.range(0))
    case 'deallocate':
      run.prepared.delete(syntax.name)
      return undefined
    default:
      return undefined
  }
}

/**
 * Run the statement of `SET STATEMENT … FOR`. What is set is as before after it; of what counts here only the
 * timeout can be said of one statement: `lock_wait_timeout` is what `WAIT` sets.
 *
 * https://mariadb.com/docs/server/reference/sql-statements/transactions/wait-and-nowait
 */
function runWithSettings(
  run: Run,
  cursor: Cursor,
  {assignments, range, statement}: Extract<StatementSyntax, {kind: 'set-statement'}>
): Outcome {
  const outcome = runStatement(run, cursor.tokens.slice(statement.from, statement.to))
  const timeout = assignments.findLast(({name}) => name === 'lock_wait_timeout')?.value
  if (timeout === undefined || !/^\d+$/.test(timeout)) return outcome
  const commands = outcome.commands.map((command): Command => ({
    ...command,
    clauses: {range, wait: Number(timeout), ...command.clauses}
  }))
  return {...outcome, commands}
}
