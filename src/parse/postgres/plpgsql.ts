/**
 * PL/pgSQL: the SQL in a body, in the order in which it stands there.
 * https://www.postgresql.org/docs/current/plpgsql-structure.html
 */
import type {Library, SyntaxFault} from './library.js'
import {field, list} from './plpgsql-tree.js'
import {readVariables, type Variable} from './plpgsql-variables.js'

/** Whether a part runs, and whether what it does stays. */
export interface Chance {
  /** In a branch, a loop or an exception handler. */
  conditional: boolean
  /**
   * Nothing may come of it: it stands in a branch of which the schema does not decide, or an exception handler hides that
   * it failed.
   */
  doubtful: boolean
}

const sure: Chance = {conditional: false, doubtful: false}

/** One piece of SQL in a body. */
export interface BodyPart {
  /**
   * `statement`: a whole statement. `expression`: what stands behind `SELECT`, such as a condition.
   * `dynamic`: an expression whose value is run.
   */
  kind: 'statement' | 'expression' | 'dynamic'
  sql: string
  /** Line in the body, from 1. */
  line: number
  chance: Chance
  /** The lists of statements it stands in, from the outermost: what stands before it in one of them has run before it. */
  lists: readonly number[]
  /** In a loop, it runs more than once. */
  inLoop: boolean
  /** The variable that takes its only value from here. */
  fills?: string
}

/** What stands in a body, and its variables. */
export interface BodyCode {
  parts: BodyPart[]
  variables: Variable[]
}

/** Read a body in its `CREATE FUNCTION`. */
export function readBody(library: Library, createFunction: string): BodyCode | {fault: SyntaxFault} {
  let result = library.parseFunction(createFunction)
  if ('fault' in result) {
    // Without a catalog the library cannot look up the type of a row or an element; what the type is does not matter here.
    const simpler = hideReferencedTypes(createFunction)
    if (simpler !== createFunction) result = library.parseFunction(simpler)
  }
  if ('fault' in result) return result

  const walk: Walk = {
    parts: [],
    line: 1,
    left: false,
    leftLoop: false,
    lists: [],
    count: 0,
    loops: 0,
    filled: new Set()
  }
  const variables: Variable[] = []
  for (const entry of list(field(result.tree, 'plpgsql_funcs'))) {
    const routine = field(entry, 'PLpgSQL_function')
    const found = readVariables(routine)
    variables.push(...found)
    walk.filled = new Set(found.flatMap(({name, times}) => (times === 1 ? [name] : [])))
    readDeclarations(list(field(routine, 'datums')), walk)
    readStatement(field(routine, 'action'), sure, walk)
  }
  return {parts: walk.parts, variables}
}

/** A `DO` block as the function that the library wants. */
export function wrapBlock(body: string): string {
  let tag = '$block$'
  while (body.includes(tag)) tag = `${tag.slice(0, -1)}_$`
  return `CREATE FUNCTION block() RETURNS void LANGUAGE plpgsql AS ${tag}${body}${tag}`
}

function hideReferencedTypes(sql: string): string {
  return sql
    .replace(/[\w.]+%ROWTYPE\b/gi, (type) => 'record'.padEnd(type.length))
    .replace(/[\w.]+%TYPE(?=\s*\[)/gi, (type) => 'text'.padEnd(type.length))
}

interface Walk {
  parts: BodyPart[]
  /** Of the statement under way: expressions have none of their own. */
  line: number
  /** A `RETURN` before may have left the body. */
  left: boolean
  /** An `EXIT` or `CONTINUE` before may have left the loop under way. */
  leftLoop: boolean
  lists: readonly number[]
  /** How many lists of statements have begun. */
  count: number
  /** How many loops are under way. */
  loops: number
  /** Variables that take a value in one place. */
  filled: ReadonlySet<string>
}

/** The text of an expression; `undefined`: there is none. */
function textOf(expression: unknown): string | undefined {
  const sql = field(field(expression, 'PLpgSQL_expr'), 'query')
  return typeof sql === 'string' ? sql : undefined
}

function add(walk: Walk, kind: BodyPart['kind'], expression: unknown, chance: Chance, target?: unknown): void {
  const sql = textOf(expression)
  if (sql !== undefined) addText(walk, kind, sql, chance, target)
}

/** `target`: the name of the variable that takes the value, if it is only one. */
function addText(walk: Walk, kind: BodyPart['kind'], sql: string, chance: Chance, target?: unknown): void {
  const {filled, left, leftLoop, line, lists, loops, parts} = walk
  const isOnly = typeof target === 'string' && filled.has(target)
  parts.push({
    kind,
    sql,
    line,
    chance: left || leftLoop ? {...chance, doubtful: true} : chance,
    lists,
    inLoop: loops > 0,
    ...(isOnly ? {fills: target} : {})
  })
}

/** A branch; what the schema decides is believed to come out as it is meant. */
const branch = ({doubtful}: Chance, isBelieved: boolean): Chance => ({
  conditional: true,
  doubtful: doubtful || !isBelieved
})

/** Whether a condition asks which objects there are, or a variable that may have been filled by such a question. */
function asksSchema(condition: unknown, {parts}: Walk): boolean {
  const sql = textOf(condition) ?? ''
  const asks = /\b(pg_\w+|information_schema|to_reg\w+|has_\w+_privilege)\b/i
  return asks.test(sql) || (!/\bfrom\b/i.test(sql) && parts.some((part) => asks.test(part.sql)))
}

/** Default values and the queries of cursors. */
function readDeclarations(datums: unknown[], walk: Walk): void {
  for (const datum of datums) {
    const variable = field(datum, 'PLpgSQL_var') ?? field(datum, 'PLpgSQL_rec')
    const line = field(variable, 'lineno')
    walk.line = typeof line === 'number' ? line : 1
    add(walk, 'expression', field(variable, 'default_val'), sure, field(variable, 'refname'))
    add(walk, 'statement', field(variable, 'cursor_explicit_expr'), sure)
  }
}

function readStatements(statements: unknown, chance: Chance, walk: Walk): void {
  const {lists} = walk
  walk.lists = [...lists, ++walk.count]
  for (const statement of list(statements)) readStatement(statement, chance, walk)
  walk.lists = lists
}

function readStatement(node: unknown, chance: Chance, walk: Walk): void {
  if (typeof node !== 'object' || node === null) return
  for (const [kind, fields] of Object.entries(node)) {
    const line: unknown = field(fields, 'lineno')
    if (typeof line === 'number') walk.line = line
    readers[kind]?.(fields, chance, walk)
  }
}

type StatementReader = (fields: unknown, chance: Chance, walk: Walk) => void

/** A reader of statements that only have expressions, in the order in which they are written. */
function expressions(...names: string[]): StatementReader {
  return (fields, chance, walk) => {
    for (const name of names) add(walk, 'expression', field(fields, name), chance)
  }
}

/** A loop runs never, once or often. */
function loop(...heads: Array<{kind: BodyPart['kind']; name: string}>): StatementReader {
  return (fields, chance, walk) => {
    for (const {kind, name} of heads) add(walk, kind, field(fields, name), chance)
    const {leftLoop} = walk
    const isBelieved = heads.length === 0 || heads.some(({name}) => asksSchema(field(fields, name), walk))
    walk.loops++
    readStatements(field(fields, 'body'), branch(chance, isBelieved || isCounted(fields)), walk)
    walk.loops--
    walk.leftLoop = leftLoop
  }
}

/** Over an array, or from one number to a greater one. */
function isCounted(fields: unknown): boolean {
  if (/^array\b/i.test(textOf(field(fields, 'expr')) ?? '')) return true
  const [from, to] = ['lower', 'upper'].map((name) => Number(textOf(field(fields, name))))
  return from !== undefined && to !== undefined && from <= to
}

/** Statements in which a query or the text of one may stand. */
function queries(fixed: string, dynamic: string): StatementReader {
  return (fields, chance, walk) => {
    add(walk, 'statement', field(fields, fixed), chance)
    add(walk, 'dynamic', field(fields, dynamic), chance)
  }
}

function bare(sql: string): StatementReader {
  return (fields, chance, walk) => {
    const chained = field(fields, 'chain') === true ? ' AND CHAIN' : ''
    addText(walk, 'statement', `${sql}${chained}`, chance)
  }
}

/** What is said of an object that is there already, or not there: the schema is as it is meant, one way or the other. */
const meant =
  /^(duplicate_\w+|undefined_\w+|invalid_schema_name|42710|42P07|42701|42P06|42723|42712|42P01|42703|42704|42883|3F000)$/i

/** What an exception handler hides; `undefined` where it does not hide it but fails itself. */
function hiddenBy(handler: unknown): string[] | undefined {
  const fields = field(handler, 'PLpgSQL_exception')
  const last = field(list(field(fields, 'action')).at(-1), 'PLpgSQL_stmt_raise')
  if (field(last, 'elog_level') === levelOfErrors) return undefined
  return list(field(fields, 'conditions')).map((condition) =>
    String(field(field(condition, 'PLpgSQL_condition'), 'condname'))
  )
}

/** https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/elog.h */
const levelOfErrors = 21

const readBlock: StatementReader = (fields, chance, walk) => {
  const handlers = list(
    field(field(field(fields, 'exceptions'), 'PLpgSQL_exception_block') ?? field(fields, 'exceptions'), 'exc_list')
  )
  const hidden = handlers.flatMap((handler) => hiddenBy(handler) ?? [])
  const start = walk.parts.length
  readStatements(field(fields, 'body'), chance, walk)
  const body = walk.parts.slice(start)
  // Of several what came before the one that fails is taken back with it.
  const statements = body.filter(({kind}) => kind !== 'expression')
  const isBelieved = hidden.every((condition) => meant.test(condition)) && statements.length <= 1
  if (hidden.length > 0 && !isBelieved) for (const part of body) part.chance = {...part.chance, doubtful: true}
  for (const handler of handlers) {
    readStatements(field(field(handler, 'PLpgSQL_exception'), 'action'), branch(chance, false), walk)
  }
}

const readIf: StatementReader = (fields, chance, walk) => {
  const condition = field(fields, 'cond')
  add(walk, 'expression', condition, chance)
  let isBelieved = asksSchema(condition, walk)
  readStatements(field(fields, 'then_body'), branch(chance, isBelieved), walk)
  for (const entry of list(field(fields, 'elsif_list'))) {
    const other = field(entry, 'PLpgSQL_if_elsif')
    isBelieved ||= asksSchema(field(other, 'cond'), walk)
    add(walk, 'expression', field(other, 'cond'), branch(chance, isBelieved))
    readStatements(field(other, 'stmts'), branch(chance, isBelieved), walk)
  }
  readStatements(field(fields, 'else_body'), branch(chance, isBelieved), walk)
}

const readCase: StatementReader = (fields, chance, walk) => {
  const tested = field(fields, 't_expr')
  add(walk, 'expression', tested, chance)
  let isBelieved = asksSchema(tested, walk)
  for (const entry of list(field(fields, 'case_when_list'))) {
    const when = field(entry, 'PLpgSQL_case_when')
    // With a tested value the library makes up a comparison that stands nowhere in the text.
    if (tested === undefined) add(walk, 'expression', field(when, 'expr'), chance)
    isBelieved ||= asksSchema(field(when, 'expr'), walk)
    readStatements(field(when, 'stmts'), branch(chance, isBelieved), walk)
  }
  readStatements(field(fields, 'else_stmts'), branch(chance, isBelieved), walk)
}

/** What comes after it may not run. */
const readReturn: StatementReader = (fields, chance, walk) => {
  add(walk, 'expression', field(fields, 'expr'), chance)
  walk.left ||= chance.doubtful
}

/** `EXIT` and `CONTINUE`. */
const readExit: StatementReader = (fields, chance, walk) => {
  const condition = field(fields, 'cond')
  add(walk, 'expression', condition, chance)
  walk.leftLoop ||= chance.doubtful || (condition !== undefined && !asksSchema(condition, walk))
}

const readQuery: StatementReader = (fields, chance, walk) => {
  const [target, ...more] = list(field(field(field(fields, 'target'), 'PLpgSQL_row'), 'fields'))
  const name = more.length === 0 ? field(target, 'name') : undefined
  add(walk, 'statement', field(fields, 'sqlstmt') ?? field(fields, 'expr'), chance, name)
}

const readAssignment: StatementReader = (fields, chance, walk) => {
  const expression = field(field(field(fields, 'expr'), 'PLpgSQL_expr'), 'query')
  const equals = typeof expression === 'string' ? /:?=/.exec(expression) : null
  if (typeof expression !== 'string' || !equals) return
  const sql = expression.slice(equals.index + equals[0].length).trim()
  addText(walk, 'expression', sql, chance, expression.slice(0, equals.index).trim().toLowerCase())
}

/** Values in the place of `%`. */
const readRaise: StatementReader = (fields, chance, walk) => {
  for (const value of list(field(fields, 'params'))) add(walk, 'expression', value, chance)
}

const readers: Record<string, StatementReader> = {
  PLpgSQL_stmt_block: readBlock,
  PLpgSQL_stmt_assign: readAssignment,
  PLpgSQL_stmt_if: readIf,
  PLpgSQL_stmt_case: readCase,
  PLpgSQL_stmt_loop: loop(),
  PLpgSQL_stmt_while: loop({kind: 'expression', name: 'cond'}),
  PLpgSQL_stmt_fori: loop({kind: 'expression', name: 'lower'}, {kind: 'expression', name: 'upper'}),
  PLpgSQL_stmt_fors: loop({kind: 'statement', name: 'query'}),
  PLpgSQL_stmt_forc: loop(),
  PLpgSQL_stmt_dynfors: loop({kind: 'dynamic', name: 'query'}),
  PLpgSQL_stmt_foreach_a: loop({kind: 'expression', name: 'expr'}),
  PLpgSQL_stmt_exit: readExit,
  PLpgSQL_stmt_return: readReturn,
  PLpgSQL_stmt_return_next: expressions('expr'),
  PLpgSQL_stmt_return_query: queries('query', 'dynquery'),
  PLpgSQL_stmt_raise: readRaise,
  PLpgSQL_stmt_assert: expressions('cond', 'message'),
  PLpgSQL_stmt_execsql: readQuery,
  PLpgSQL_stmt_perform: readQuery,
  PLpgSQL_stmt_call: readQuery,
  PLpgSQL_stmt_dynexecute: queries('', 'query'),
  PLpgSQL_stmt_open: queries('query', 'dynquery'),
  PLpgSQL_stmt_commit: bare('COMMIT'),
  PLpgSQL_stmt_rollback: bare('ROLLBACK')
}
