/**
 * PL/pgSQL: the SQL in a body, in the order in which it stands there.
 * https://www.postgresql.org/docs/current/plpgsql-structure.html
 */
import type {Library, SyntaxFault} from './library.js'

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
  /** In a branch, a loop or an exception handler. */
  conditional: boolean
}

/** Read a body in its `CREATE FUNCTION`. */
export function readBody(library: Library, createFunction: string): {parts: BodyPart[]} | {fault: SyntaxFault} {
  let result = library.parseFunction(createFunction)
  if ('fault' in result) {
    // Without a catalog the library cannot look up the type of a row or an element; what the type is does not matter here.
    const simpler = hideReferencedTypes(createFunction)
    if (simpler !== createFunction) result = library.parseFunction(simpler)
  }
  if ('fault' in result) return result

  const walk: Walk = {parts: [], line: 1}
  for (const entry of list(field(result.tree, 'plpgsql_funcs'))) {
    const routine = field(entry, 'PLpgSQL_function')
    readDeclarations(list(field(routine, 'datums')), walk)
    readStatement(field(routine, 'action'), false, walk)
  }
  return {parts: walk.parts}
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
}

function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}

function add(walk: Walk, kind: BodyPart['kind'], expression: unknown, conditional: boolean): void {
  const sql = field(field(expression, 'PLpgSQL_expr'), 'query')
  if (typeof sql === 'string') walk.parts.push({kind, sql, line: walk.line, conditional})
}

/** Default values and the queries of cursors. */
function readDeclarations(datums: unknown[], walk: Walk): void {
  for (const datum of datums) {
    const variable = field(datum, 'PLpgSQL_var') ?? field(datum, 'PLpgSQL_rec')
    const line = field(variable, 'lineno')
    walk.line = typeof line === 'number' ? line : 1
    add(walk, 'expression', field(variable, 'default_val'), false)
    add(walk, 'statement', field(variable, 'cursor_explicit_expr'), false)
  }
}

function readStatements(statements: unknown, conditional: boolean, walk: Walk): void {
  for (const statement of list(statements)) readStatement(statement, conditional, walk)
}

function readStatement(node: unknown, conditional: boolean, walk: Walk): void {
  if (typeof node !== 'object' || node === null) return
  for (const [kind, fields] of Object.entries(node)) {
    const line: unknown = field(fields, 'lineno')
    if (typeof line === 'number') walk.line = line
    readers[kind]?.(fields, conditional, walk)
  }
}

type StatementReader = (fields: unknown, conditional: boolean, walk: Walk) => void

/** A reader of statements that only have expressions, in the order in which they are written. */
function expressions(...names: string[]): StatementReader {
  return (fields, conditional, walk) => {
    for (const name of names) add(walk, 'expression', field(fields, name), conditional)
  }
}

/** A loop runs never, once or often. */
function loop(...heads: Array<{kind: BodyPart['kind']; name: string}>): StatementReader {
  return (fields, conditional, walk) => {
    for (const {kind, name} of heads) add(walk, kind, field(fields, name), conditional)
    readStatements(field(fields, 'body'), true, walk)
  }
}

/** Statements in which a query or the text of one may stand. */
function queries(fixed: string, dynamic: string): StatementReader {
  return (fields, conditional, walk) => {
    add(walk, 'statement', field(fields, fixed), conditional)
    add(walk, 'dynamic', field(fields, dynamic), conditional)
  }
}

function bare(sql: string): StatementReader {
  return (fields, conditional, walk) => {
    const chained = field(fields, 'chain') === true ? ' AND CHAIN' : ''
    walk.parts.push({kind: 'statement', sql: `${sql}${chained}`, line: walk.line, conditional})
  }
}

const readBlock: StatementReader = (fields, conditional, walk) => {
  readStatements(field(fields, 'body'), conditional, walk)
  const handlers = field(
    field(field(fields, 'exceptions'), 'PLpgSQL_exception_block') ?? field(fields, 'exceptions'),
    'exc_list'
  )
  for (const handler of list(handlers)) readStatements(field(field(handler, 'PLpgSQL_exception'), 'action'), true, walk)
}

const readIf: StatementReader = (fields, conditional, walk) => {
  add(walk, 'expression', field(fields, 'cond'), conditional)
  readStatements(field(fields, 'then_body'), true, walk)
  for (const entry of list(field(fields, 'elsif_list'))) {
    const branch = field(entry, 'PLpgSQL_if_elsif')
    add(walk, 'expression', field(branch, 'cond'), true)
    readStatements(field(branch, 'stmts'), true, walk)
  }
  readStatements(field(fields, 'else_body'), true, walk)
}

const readCase: StatementReader = (fields, conditional, walk) => {
  const tested = field(fields, 't_expr')
  add(walk, 'expression', tested, conditional)
  for (const entry of list(field(fields, 'case_when_list'))) {
    const branch = field(entry, 'PLpgSQL_case_when')
    // With a tested value the library makes up a comparison that stands nowhere in the text.
    if (tested === undefined) add(walk, 'expression', field(branch, 'expr'), conditional)
    readStatements(field(branch, 'stmts'), true, walk)
  }
  readStatements(field(fields, 'else_stmts'), true, walk)
}

const readQuery: StatementReader = (fields, conditional, walk) => {
  add(walk, 'statement', field(fields, 'sqlstmt') ?? field(fields, 'expr'), conditional)
}

const readAssignment: StatementReader = (fields, conditional, walk) => {
  const expression = field(field(field(fields, 'expr'), 'PLpgSQL_expr'), 'query')
  const equals = typeof expression === 'string' ? /:?=/.exec(expression) : null
  if (typeof expression !== 'string' || !equals) return
  const sql = expression.slice(equals.index + equals[0].length).trim()
  walk.parts.push({kind: 'expression', sql, line: walk.line, conditional})
}

/** Values in the place of `%`. */
const readRaise: StatementReader = (fields, conditional, walk) => {
  for (const value of list(field(fields, 'params'))) add(walk, 'expression', value, conditional)
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
  PLpgSQL_stmt_exit: expressions('cond'),
  PLpgSQL_stmt_return: expressions('expr'),
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
