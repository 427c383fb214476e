/**
 * Conditions that ask the schema whether something is there, as bodies of procedures do that may run twice.
 * What else a condition asks is not read: then nobody knows whether the branch runs.
 */
import type {ParseContext} from '../../../parse/mysql/cursor.js'
import type {Token} from '../../../parse/mysql/tokens/token.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'
import type {Command, Guard} from '../../script.js'
import type {Branch} from './block.js'
import type {Run} from './run.js'

/** What the views of the schema list, and which column of theirs has its name. */
const views: Readonly<Record<string, {object: Guard['object']; name: string}>> = {
  TABLES: {object: 'table', name: 'TABLE_NAME'},
  COLUMNS: {object: 'column', name: 'COLUMN_NAME'},
  STATISTICS: {object: 'index', name: 'INDEX_NAME'},
  TABLE_CONSTRAINTS: {object: 'constraint', name: 'CONSTRAINT_NAME'},
  REFERENTIAL_CONSTRAINTS: {object: 'constraint', name: 'CONSTRAINT_NAME'},
  KEY_COLUMN_USAGE: {object: 'constraint', name: 'CONSTRAINT_NAME'}
}

const schemaColumns = new Set(['TABLE_SCHEMA', 'INDEX_SCHEMA', 'CONSTRAINT_SCHEMA'])

/** `= 0` and its like, after a count: whether what is counted must be there. */
const counts: Readonly<Record<string, boolean>> = {
  '=0': false,
  '<1': false,
  '>0': true,
  '>=1': true,
  '!=0': true,
  '<>0': true
}

/** What the branches ask the schema. */
export function guardsOf(branches: readonly Branch[], context: ParseContext, run: Variables): Guard[] {
  return branches.flatMap(({head, holds}) => {
    const guard = readGuard(head, {...run, text: context.text})
    return guard ? [{...guard, exists: guard.exists === holds, start: head[0]?.start ?? 0}] : []
  })
}

/** The command as it stands within branches. */
export function withGuards(command: Command, guards: readonly Guard[]): Command {
  return guards.length === 0 ? command : {...command, guards: [...guards, ...(command.guards ?? [])]}
}

/** What is asked, wherever it stands. */
type Question = Omit<Guard, 'start'>

/** What names may mean in a question. */
type Variables = Pick<Run, 'fixed' | 'locals' | 'names'>

/** Where it is asked. */
interface Scope extends Variables {
  text: string
}

function readGuard(head: readonly Token[], scope: Scope): Question | undefined {
  const words = head.map(({upper}) => upper)
  const negated = words[0] === 'NOT'
  const start = negated ? 1 : 0
  if (words[start] === 'EXISTS') return readQuery(head.slice(start + 1), !negated, scope)
  const end = words.lastIndexOf(')')
  const exists = counts[written(head.slice(end + 1), scope.text)]
  if (negated || exists === undefined || words.slice(0, 6).join(' ') !== '( SELECT COUNT ( * )') return undefined
  return readQuery(head.slice(0, end + 1), exists, scope)
}

/** `(SELECT … FROM information_schema.view WHERE column = 'value' AND …)` */
function readQuery(tokens: readonly Token[], exists: boolean, scope: Scope): Question | undefined {
  const {text} = scope
  const words = tokens.map(({upper}) => upper)
  const from = words.indexOf('FROM')
  const view = views[nameAt(tokens, from + 3, text).toUpperCase()]
  const isQuery = words[0] === '(' && words[1] === 'SELECT' && words.at(-1) === ')'
  if (!isQuery || !view || nameAt(tokens, from + 1, text).toUpperCase() !== 'INFORMATION_SCHEMA') return undefined
  if (words[from + 2] !== '.' || words[from + 4] !== 'WHERE') return undefined

  const asked = readComparisons(tokens.slice(from + 5, -1), scope)
  const table = asked?.get('TABLE_NAME')
  if (asked === undefined || typeof table !== 'string') return undefined
  const schema = [...schemaColumns].map((column) => asked.get(column)).find((value) => value !== undefined)
  const name = view.object === 'table' ? undefined : asked.get(view.name)
  const others = [...asked.keys()].filter(
    (column) => column !== 'TABLE_NAME' && column !== view.name && !schemaColumns.has(column)
  )
  if (others.length > 0 || typeof name === 'symbol') return undefined
  return {object: view.object, table: {name: table, ...(typeof schema === 'string' ? {schema} : {})}, name, exists}
}

const currentDatabase = Symbol('DATABASE()')

/** Columns and what they are compared with; `undefined` where anything else is asked. */
function readComparisons(
  tokens: readonly Token[],
  scope: Scope
): Map<string, string | typeof currentDatabase> | undefined {
  const {names, text} = scope
  const found = new Map<string, string | typeof currentDatabase>()
  for (let index = 0; index < tokens.length;) {
    const column = nameAt(tokens, index, text).toUpperCase()
    if (tokens[index + 1]?.upper !== '=' || names.has(column.toLowerCase())) return undefined
    const length = databaseCall(tokens.slice(index + 2))
    const value = length > 0 ? currentDatabase : valueAt(tokens, index + 2, scope)
    if (value === undefined) return undefined
    found.set(column, value)
    index += 2 + Math.max(length, 1)
    if (index < tokens.length && tokens[index]?.upper !== 'AND') return undefined
    index++
  }
  return found
}

/** The text that is compared with: a literal, or a parameter that has one value all the time. */
function valueAt(tokens: readonly Token[], index: number, {fixed, locals, text}: Scope): string | undefined {
  const token = tokens[index]
  if (token?.type === 'string') return unquoteName(text, token)
  const name = nameAt(tokens, index, text).toLowerCase()
  const possible = fixed.has(name) ? locals.get(name) : undefined
  return possible?.length === 1 ? possible[0]?.text : undefined
}

/** How many tokens the name of the current database takes; 0: something else stands there. */
function databaseCall(tokens: readonly Token[]): number {
  const words = tokens.slice(0, 6).map(({upper}) => upper)
  const call = (from: number): boolean =>
    /^(DATABASE|SCHEMA)$/.test(words[from] ?? '') && words[from + 1] === '(' && words[from + 2] === ')'
  if (call(0)) return 3
  return words[0] === '(' && words[1] === 'SELECT' && call(2) && words[5] === ')' ? 6 : 0
}

const written = (tokens: readonly Token[], text: string): string =>
  tokens.map(({end, start}) => text.slice(start, end)).join('')

function nameAt(tokens: readonly Token[], index: number, text: string): string {
  const token = tokens[index]
  return token && (token.type === 'word' || token.type === 'quoted') ? unquoteName(text, token) : ''
}
