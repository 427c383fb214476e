/** What a `DO` block, and a routine that is called, runs. */
import type {Node} from 'libpg-query'
import type {Library} from '../../../parse/postgres/library.js'
import type {Locator, ToBody} from '../../../parse/postgres/locate.js'
import {createLocator, locate} from '../../../parse/postgres/locate.js'
import {mapBytes} from '../../../parse/postgres/bytes.js'
import {describeFault} from '../../../parse/postgres/message.js'
import {parseScript} from '../../../parse/postgres/parse.js'
import type {BodyCode, BodyPart, Chance} from '../../../parse/postgres/plpgsql.js'
import {readBody} from '../../../parse/postgres/plpgsql.js'
import {findPlaceholders, substitute} from '../../../parse/postgres/template.js'
import type {Problem, Range} from '../../../parse/source.js'
import type {OperationKind} from '../../operation.js'
import type {Command} from '../../script.js'
import {as} from '../node.js'
import type {Source} from '../source.js'
import {placeOf} from '../source.js'
import type {Body} from './body.js'
import {mapLiteral} from './body.js'
import {lesser} from './chance.js'
import type {Known, Part} from './constant-text.js'
import {nothingKnown, onlyText, valueOf} from './constant-text.js'
import type {MadeTables} from './made-names.js'
import {isSameWithAny, showDigits} from './made-names.js'
import {namesSetting} from './sequence-words.js'
import type {Variables} from './variables.js'
import {followVariables} from './variables.js'

/** What comes of the analysis of code. */
export interface Run {
  commands: Command[]
  problems: Problem[]
}

/** Turns a statement into commands, its own calls included. `known`: what its variables hold. */
export type Execute = (node: Node, source: Source, chance: Chance, known: Known) => Run

/** Where code stands, and what is known about it. */
export interface Code {
  library: Library
  body: Body
  /** Underlined where a part of the body cannot be found in the file. */
  range: Range
  chance: Chance
  execute: Execute
  /** What the call gives to parameters, by name. */
  given: ReadonlyMap<string, readonly Part[]>
  /** The number of the next digits of the file that are only known at run time. */
  number: () => number
}

/** What is known where a part of a body stands. */
interface Place {
  part: BodyPart
  variables: Variables
  made: MadeTables
}

/** Run a body of PL/pgSQL. `createFunction`: the statement with it, as the parser wants it. */
export function runBlock(code: Code, createFunction: string): Run {
  const result = readBody(code.library, createFunction)
  if ('fault' in result) {
    const filled = fillBody(code, createFunction)
    return filled ? runParts(...filled) : {commands: [], problems: [describeBody(code, result.fault.message)]}
  }
  return runParts(code, result)
}

/** Runners put their values into a body too, which is a text for the server until it runs. */
function fillBody(code: Code, createFunction: string): [code: Code, found: BodyCode] | undefined {
  const {body, library} = code
  const bodies = substitute(body.text, findPlaceholders(body.text))
  for (const [index, candidate] of substitute(createFunction, findPlaceholders(createFunction)).entries()) {
    const result = readBody(library, candidate)
    if ('parts' in result) return [{...code, body: {...body, text: bodies[index] ?? body.text}}, result]
  }
  return undefined
}

function runParts(code: Code, found: BodyCode): Run {
  const run: Run = {commands: [], problems: []}
  const variables = followVariables(found, code.given, code.number)
  const made: MadeTables = []
  const locator = createLocator(code.body.text)
  const repeated: Command[] = []
  for (const part of found.parts) {
    const ran = runPart({...code, chance: lesser(code.chance, part.chance)}, {part, variables, made}, locator)
    addRun(run, ran)
    if (part.inLoop) for (const command of ran.commands) repeated.push(command)
  }
  doubtWhatIsTakenBack(run.commands)
  // One that commits in one loop and not in another is taken to know what it does.
  if (!repeated.some((command) => isA('transaction.commit', command))) {
    for (const command of repeated) command.uncommitted = true
  }
  return run
}

/** Outside of a transaction a block may take back what it has done since it began, or since it has committed. */
function doubtWhatIsTakenBack(commands: readonly Command[]): void {
  if (!commands.some((command) => isA('transaction.rollback', command))) return
  let isBefore = false
  for (const command of commands.toReversed()) {
    if (isA('transaction.rollback', command)) isBefore = true
    else if (isA('transaction.commit', command) && command.conditional !== true) isBefore = false
    // In a loop the end may come before the beginning.
    else if (isBefore || command.conditional === true) command.doubtful = true
  }
}

const isA = (kind: OperationKind, {operations}: Command): boolean => operations.some((each) => each.kind === kind)

/** Add what comes of a part; there may be more of it than a call takes arguments. */
export function addRun(run: Run, {commands, problems}: Run): void {
  for (const command of commands) run.commands.push(command)
  for (const problem of problems) run.problems.push(problem)
}

/** PL/pgSQL's faults have no place: the token that they name is looked for, else the whole is underlined. */
function describeBody({body, range}: Code, message: string): Problem {
  const problem = describeFault('', {message, position: undefined})
  const token = /at or near "([\s\S]+)"$/.exec(message)?.[1]
  const start = token === undefined ? -1 : body.text.indexOf(token)
  const isOnly = start !== -1 && body.text.indexOf(token ?? '', start + 1) === -1
  if (!isOnly || token === undefined || !body.toFile) return {...problem, range}
  return {...problem, range: {start: body.toFile(start), end: body.toFile(start + token.length - 1) + 1}}
}

function runPart(code: Code, place: Place, locator: Locator): Run {
  const {part} = place
  const toBody = locate(locator, part.sql, part.line)
  if (part.kind === 'statement') return runText(code, place, part.sql, toBody)
  if (part.kind === 'dynamic') return runDynamic(code, place, toBody)
  return runExpression(code, place, toBody)
}

function sourceOf({body, range}: Code, sql: string, toBody: ToBody | undefined): Source {
  const bodyToFile = body.toFile
  const toFile = toBody && bodyToFile && ((position: number): number => bodyToFile(toBody(position)))
  const source: Source = {sql, range, toCodeUnits: mapBytes(sql), toFile}
  return {...source, range: placeOf(source, {start: 0, end: Math.max(1, sql.trimEnd().length)})}
}

function runText(code: Code, {part, variables}: Place, sql: string, toBody: ToBody | undefined): Run {
  const source = sourceOf(code, sql, toBody)
  const result = code.library.parse(sql)
  if ('node' in result) {
    variables.fill(part, result.node)
    return code.execute(result.node, source, code.chance, variables.at(part))
  }

  const problem = describeFault(sql, result.fault)
  return {commands: [], problems: [{...problem, range: placeOf(source, problem.range)}]}
}

const prefix = 'SELECT '

/** Only what reads a table or calls a function is worth a command: conditions and sums change nothing. */
function runExpression(code: Code, place: Place, toBody: ToBody | undefined): Run {
  const {fills, sql} = place.part
  if (!/\bselect\b|\w\s*\(/i.test(sql)) {
    const result = fills === undefined ? undefined : code.library.parse(`${prefix}${sql}`)
    if (result && 'node' in result) place.variables.fill(place.part, result.node)
    return {commands: [], problems: []}
  }
  const shifted = toBody && ((position: number): number => toBody(Math.max(0, position - prefix.length)))
  const {commands, problems} = runText(code, place, `${prefix}${sql}`, shifted)
  return {commands: commands.filter(doesSomething), problems}
}

const doesSomething = ({operations}: Command): boolean =>
  operations.some(
    (operation) => operation.kind !== 'rows.select' || operation.reads.length > 0 || operation.calls.length > 0
  )

/** `EXECUTE` of a text that can be known, but for digits that do not matter, is analysed; any other is a problem. */
function runDynamic(code: Code, {made, part, variables}: Place, toBody: ToBody | undefined): Run {
  const {sql} = part
  const {range} = sourceOf(code, sql, toBody)
  const result = code.library.parse(`${prefix}${sql}`)
  const select = 'node' in result ? as(result.node, 'SelectStmt') : undefined
  const expression = as(select?.targetList?.[0], 'ResTarget')?.val
  const parts = valueOf(expression, variables.at(part))
  const text = onlyText(parts)
  if (text === undefined) {
    const run = parts && runWithDigits({...code, range}, parts, made, part.lists)
    if (run) return run
    const message = `Unexpected \`EXECUTE\` of SQL that is built at run time, expected SQL that stands in the file`
    return {commands: [], problems: [{message, range, reason: 'dynamic', setsSequence: namesSetting(code.body.text)}]}
  }
  const inLiteral = mapLiteral(sql.trim(), text)
  const bodyToFile = code.body.toFile
  const toFile =
    inLiteral && toBody && bodyToFile && ((position: number): number => bodyToFile(toBody(inLiteral(position))))
  return runScript({...code, body: {text, toFile}, range})
}

/** `undefined` where it matters which digits there are. */
function runWithDigits(
  code: Code,
  parts: readonly Part[],
  made: MadeTables,
  lists: readonly number[]
): Run | undefined {
  const text = showDigits(parts)
  if (text === undefined) return undefined
  const [item, ...more] = parseScript(code.library, text).items
  if (!item || !('statement' in item) || more.length > 0) return undefined
  if (!isSameWithAny(item.statement.node, parts, made, lists)) return undefined
  const {commands, problems} = runScript({...code, body: {text, toFile: undefined}})
  return {commands: commands.map((command) => ({...command, unnamed: true})), problems}
}

/** Run the statements of a text: the body of a function in SQL, or what `EXECUTE` is given. */
export function runScript({body, chance, execute, library, range}: Code): Run {
  const run: Run = {commands: [], problems: []}
  const whole: Source = {sql: body.text, range, toCodeUnits: (bytes) => bytes, toFile: body.toFile}
  for (const item of parseScript(library, body.text).items) {
    if ('unreadable' in item) run.problems.push({...item.problem, range: placeOf(whole, item.problem.range)})
    if (!('statement' in item)) continue
    const {node, range: inBody, sql, toCodeUnits} = item.statement
    const {toFile} = body
    addRun(
      run,
      execute(
        node,
        {
          sql,
          range: placeOf(whole, inBody),
          toCodeUnits,
          toFile: toFile && ((position) => toFile(inBody.start + position))
        },
        chance,
        nothingKnown
      )
    )
  }
  return run
}
