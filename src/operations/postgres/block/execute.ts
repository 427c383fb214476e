/** Statements → commands: what they do by themselves, and what the code does that they start. */
import type {CreateFunctionStmt, DoStmt, Node} from 'libpg-query'
import type {Library} from '../../../parse/postgres/library.js'
import {readComments} from '../../../parse/postgres/split.js'
import type {Comment, Range} from '../../../parse/source.js'
import {wrapBlock, type Chance} from '../../../parse/postgres/plpgsql.js'
import {callsOf} from '../../calls.js'
import type {Name} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import type {Command} from '../../script.js'
import {constantText} from '../constant.js'
import {lower} from '../lower.js'
import {operation} from '../lowering.js'
import {allOf, as} from '../node.js'
import {bodyOf} from '../object/routine.js'
import {settingText} from '../session/setting.js'
import type {Source} from '../source.js'
import {lesser, perhaps, sure, words} from './chance.js'
import {findAtomicBody, findBody} from './body.js'
import {argumentsOf} from './arguments.js'
import {type Known, nothingKnown, type Part} from './constant-text.js'
import {executePrepared, type Prepared} from './prepared.js'
import type {Run} from './run.js'
import {addRun, runBlock, runScript} from './run.js'
import {withSqlBody} from './sql-body.js'

/** A routine that the file has defined so far. */
interface Routine {
  name: Name
  language: string | undefined
  node: CreateFunctionStmt
  source: Source
}

/** What the statements of one file know of each other. */
export interface Routines {
  library: Library
  /** By name; a later definition hides an earlier one. */
  byName: Map<string, Routine[]>
  /** Of `PREPARE`, by name. */
  prepared: Prepared
  /** In the bodies of blocks, where the lexer of statements does not look. */
  comments: Comment[]
  /** Running now: a routine that calls itself is analysed once. */
  running: Set<CreateFunctionStmt>
  /** Routines that were called while they were run. */
  again: Set<CreateFunctionStmt>
  /** Whether calls are followed: not where a body is only read for later, when the catalog knows the routines. */
  following: boolean
  /** How many digits that are only known at run time were met: each has another name. */
  digits: number
  /** Characters of routines that may still be run for the statement of the file that is looked at. */
  work: number
}

/** Routines that call one another twice do it twice as often with each: that would have no end. */
const mostWork = 100_000

/** The next statement of the file begins. */
export function beginStatement(routines: Routines): void {
  routines.work = mostWork
}

/** Start with a file that has defined nothing. */
export function createRoutines(library: Library): Routines {
  return {
    library,
    byName: new Map(),
    prepared: new Map(),
    comments: [],
    running: new Set(),
    again: new Set(),
    following: true,
    digits: 0,
    work: mostWork
  }
}

/** What a statement runs, in order. `known`: what the variables of the body hold in which it stands. */
export function execute(routines: Routines, node: Node, source: Source, chance: Chance, known = nothingKnown): Run {
  const block = as(node, 'DoStmt')
  if (block) return runDo(routines, block, source, chance)

  const definition = as(node, 'CreateFunctionStmt')
  if (definition) define(routines, definition, source)

  const prepared = as(node, 'PrepareStmt')
  if (prepared?.query) routines.prepared.set(prepared.name ?? '', {node: prepared.query, source})
  const executed = executePrepared(routines.prepared, node, source, chance)
  if (executed) return 'node' in executed ? execute(routines, executed.node, executed.source, chance, known) : executed

  const operations = lower(node, source)
    .map((made) => withSqlBody(routines.library, made))
    .map((made) => (definition ? withRuns(routines, made, definition, source) : made))
  const command: Command = {operations, range: source.range, ...words(chance)}
  const run: Run = {commands: [command], problems: []}
  for (const {call, name, perRow} of operations.flatMap(callsOf)) {
    const called = runCall(routines, name, source, perRow ? lesser(chance, perhaps) : chance, {node, known})
    if (!called) continue
    call.followed = true
    addRun(run, called)
  }
  return run
}

function define({byName}: Routines, node: CreateFunctionStmt, source: Source): void {
  const [made] = lower({CreateFunctionStmt: node}, source)
  if (made?.kind !== 'function.create') return
  const routine: Routine = {name: made.function, language: made.language, node, source}
  byName.set(made.function.name, [routine, ...(byName.get(made.function.name) ?? [])])
}

/** Add what a routine runs; where its body cannot be read, that is for its caller to say. */
function withRuns(routines: Routines, made: Operation, node: CreateFunctionStmt, source: Source): Operation {
  if (made.kind !== 'function.create') return made
  // Whatever calls it later follows what it calls; a trigger function is called by no statement.
  routines.following &&= made.returns?.name === 'trigger'
  const {commands} = runRoutine(routines, {name: made.function, language: made.language, node, source}, source, sure)
  routines.following = true
  return commands.length > 0 ? {...made, runs: commands} : made
}

/** Run the body of a routine that the same file has defined before; `undefined` where it has not. */
function runCall(
  routines: Routines,
  {name, schema}: Name,
  caller: Source,
  chance: Chance,
  {known, node}: {node: Node; known: Known}
): Run | undefined {
  if (!routines.following) return undefined
  const all = routines.byName.get(name) ?? []
  const routine = all.find((candidate) => schema === undefined || (candidate.name.schema ?? schema) === schema)
  if (!routine) return undefined
  // Of several it is for the server to choose by the types.
  const given = all.length === 1 ? argumentsOf(node, name, routine.node, known) : undefined
  return runRoutine(routines, routine, caller, chance, given)
}

function runRoutine(
  routines: Routines,
  routine: Routine,
  caller: Source,
  chance: Chance,
  given: ReadonlyMap<string, readonly Part[]> = new Map()
): Run {
  if (routines.running.has(routine.node)) {
    routines.again.add(routine.node)
    return {commands: [], problems: []}
  }
  if (routines.work < 0) {
    const message = 'Unexpected number of calls in one statement, expected fewer to follow'
    return {commands: [], problems: [{message, range: caller.range, reason: 'dynamic'}]}
  }
  routines.work -= routine.source.sql.length

  routines.running.add(routine.node)
  const {language, node, source} = routine
  const text = bodyOf(node)
  const code = {
    library: routines.library,
    body: findBody(source, text ?? ''),
    range: caller.range,
    chance,
    execute: (inner: Node, place: Source, inside: Chance, known: Known) =>
      execute(routines, inner, place, inside, known),
    given,
    number: () => ++routines.digits
  }
  const runWith = (values: typeof given): Run => {
    if (text !== undefined && language === 'plpgsql') return runBlock({...code, given: values}, source.sql)
    if (text !== undefined && language === 'sql') return runScript({...code, given: values})
    if (node.sql_body) return runScript({...code, given: values, body: findAtomicBody(source)})
    return {commands: [], problems: []}
  }
  let run = runWith(given)
  // The call inside gives other values, of which nothing is followed.
  if (given.size > 0 && routines.again.has(node)) run = runWith(new Map())
  routines.running.delete(node)
  return withPath(run, node, caller.range, chance)
}

/** The names in it are looked up by the path that it sets for its run, if it does. */
function withPath(run: Run, node: CreateFunctionStmt, range: Range, chance: Chance): Run {
  const name = 'search_path'
  const set = allOf(node.options, 'DefElem')
    .flatMap(({arg, defname}) => (defname === 'set' ? (as(arg, 'VariableSetStmt') ?? []) : []))
    .findLast((each) => each.name?.toLowerCase() === name && each.kind === 'VAR_SET_VALUE')
  if (set === undefined || run.commands.length === 0) return run
  const value = settingText(set)
  const begin: Command = {
    operations: [operation('session.set', range, {name, value, scope: 'local', ofRoutine: true})],
    range,
    ...words(chance)
  }
  const end = {...begin, operations: [operation('session.reset', range, {name, ofRoutine: true})]}
  return {...run, commands: [begin, ...run.commands, end]}
}

function commentsIn(text: string, toFile: (position: number) => number): Comment[] {
  return readComments(text).map(({range, text: words}) => ({
    text: words,
    range: {start: toFile(range.start), end: toFile(range.end - 1) + 1}
  }))
}

function runDo(routines: Routines, block: DoStmt, source: Source, chance: Chance): Run {
  const options = allOf(block.args, 'DefElem')
  const language = constantText(options.find(({defname}) => defname === 'language')?.arg) ?? 'plpgsql'
  const text = constantText(options.find(({defname}) => defname === 'as')?.arg) ?? ''
  if (language.toLowerCase() !== 'plpgsql') {
    const message = `Unexpected \`DO\` in \`${language}\`, expected \`plpgsql\` or plain SQL`
    return {commands: [], problems: [{message, range: source.range, reason: 'dynamic'}]}
  }
  const body = findBody(source, text)
  if (body.toFile) routines.comments.push(...commentsIn(body.text, body.toFile))
  const run = runBlock(
    {
      library: routines.library,
      body,
      range: source.range,
      chance,
      execute: (inner, place, inside, known) => execute(routines, inner, place, inside, known),
      given: new Map(),
      number: () => ++routines.digits
    },
    wrapBlock(text)
  )
  if (run.commands.length > 0 || run.problems.length > 0) return run
  // It only raises notices, or does nothing at all.
  const operations = [operation('other', source.range, {statement: 'do', tables: []})]
  return {commands: [{operations, range: source.range, ...words(chance)}], problems: []}
}
