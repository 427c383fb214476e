/** Statements → commands: what they do by themselves, and what the code does that they start. */
import type {CreateFunctionStmt, DoStmt, Node} from 'libpg-query'
import type {Library} from '../../../parse/postgres/library.js'
import {wrapBlock} from '../../../parse/postgres/plpgsql.js'
import type {Name, Operation} from '../../operation.js'
import type {Command} from '../../script.js'
import {constantText} from '../constant.js'
import {lower} from '../lower.js'
import {operation} from '../lowering.js'
import {allOf, as} from '../node.js'
import {bodyOf} from '../object/routine.js'
import type {Source} from '../source.js'
import {findBody} from './body.js'
import type {Run} from './run.js'
import {runBlock, runScript} from './run.js'
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
  /** Running now: a routine that calls itself is analysed once. */
  running: Set<CreateFunctionStmt>
}

/** Start with a file that has defined nothing. */
export function createRoutines(library: Library): Routines {
  return {library, byName: new Map(), running: new Set()}
}

/** What a statement runs, in order. */
export function execute(routines: Routines, node: Node, source: Source, conditional: boolean): Run {
  const block = as(node, 'DoStmt')
  if (block) return runDo(routines, block, source, conditional)

  const definition = as(node, 'CreateFunctionStmt')
  if (definition) define(routines, definition, source)

  const operations = lower(node, source).map((made) => withSqlBody(routines.library, made))
  const command: Command = {operations, range: source.range}
  if (conditional) command.conditional = true
  const run: Run = {commands: [command], problems: []}
  for (const call of callsOf(operations)) {
    const called = runCall(routines, call.name, source, conditional || call.perRow)
    run.commands.push(...called.commands)
    run.problems.push(...called.problems)
  }
  return run
}

function define({byName}: Routines, node: CreateFunctionStmt, source: Source): void {
  const [made] = lower({CreateFunctionStmt: node}, source)
  if (made?.kind !== 'function.create') return
  const routine: Routine = {name: made.function, language: made.language, node, source}
  byName.set(made.function.name, [routine, ...(byName.get(made.function.name) ?? [])])
}

function callsOf(operations: Operation[]): Array<{name: Name; perRow: boolean}> {
  return operations.flatMap((made) => {
    if (made.kind === 'procedure.call') return [{name: made.procedure, perRow: false}]
    if (made.kind !== 'rows.select') return []
    // In a query of a table it runs for each row: never, once or often.
    return made.calls.map((call) => ({name: call.function, perRow: made.reads.length > 0}))
  })
}

/** Run the body of a routine that the same file has defined before. */
function runCall(routines: Routines, {name, schema}: Name, caller: Source, conditional: boolean): Run {
  const routine = routines.byName
    .get(name)
    ?.find((candidate) => schema === undefined || (candidate.name.schema ?? schema) === schema)
  const text = routine && bodyOf(routine.node)
  if (!routine || routines.running.has(routine.node)) return {commands: [], problems: []}

  routines.running.add(routine.node)
  const {language, node, source} = routine
  const code = {
    library: routines.library,
    body: findBody(source, text ?? ''),
    range: caller.range,
    conditional,
    execute: (inner: Node, place: Source, inBranch: boolean) => execute(routines, inner, place, inBranch)
  }
  let run: Run = {commands: [], problems: []}
  if (text !== undefined && language === 'plpgsql') run = runBlock(code, source.sql)
  else if (text !== undefined && language === 'sql') run = runScript(code)
  else if (node.sql_body) run = runAtomic(routines, node.sql_body, source, conditional)
  routines.running.delete(node)
  return run
}

/** `BEGIN ATOMIC …; … END` and `RETURN expression`: the tree has the statements already. */
function runAtomic(routines: Routines, body: Node, source: Source, conditional: boolean): Run {
  const run: Run = {commands: [], problems: []}
  for (const node of flatten(body)) {
    const inner = as(node, 'ReturnStmt') ? undefined : execute(routines, node, source, conditional)
    run.commands.push(...(inner?.commands ?? []))
    run.problems.push(...(inner?.problems ?? []))
  }
  return run
}

function flatten(node: Node): Node[] {
  const list = as(node, 'List')
  return list ? (list.items ?? []).flatMap(flatten) : [node]
}

function runDo(routines: Routines, block: DoStmt, source: Source, conditional: boolean): Run {
  const options = allOf(block.args, 'DefElem')
  const language = constantText(options.find(({defname}) => defname === 'language')?.arg) ?? 'plpgsql'
  const text = constantText(options.find(({defname}) => defname === 'as')?.arg) ?? ''
  if (language.toLowerCase() !== 'plpgsql') {
    const message = `Unexpected \`DO\` in \`${language}\`, expected \`plpgsql\` or plain SQL`
    return {commands: [], problems: [{message, range: source.range, reason: 'dynamic'}]}
  }
  const run = runBlock(
    {
      library: routines.library,
      body: findBody(source, text),
      range: source.range,
      conditional,
      execute: (inner, place, inBranch) => execute(routines, inner, place, inBranch)
    },
    wrapBlock(text)
  )
  if (run.commands.length > 0 || run.problems.length > 0) return run
  // It only raises notices, or does nothing at all.
  const operations = [operation('other', source.range, {statement: 'do', tables: []})]
  return {commands: [{operations, range: source.range, ...(conditional ? {conditional} : {})}], problems: []}
}
