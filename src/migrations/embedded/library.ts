/** What a migration library is: which calls send SQL, and which SQL that is. */
import type {Dialect} from '../../server/server.js'
import {linkOf} from './script/chain.js'
import type {Chain, Link} from './script/chain.js'
import type {Up} from './script/find-up.js'
import {elementsOf, functionOf, memberName, propertyOf, resolve} from './script/scope.js'
import type {Expression} from './script/scope.js'
import {nameOf, quote, relationOf, standInFor, valueOf} from './text/names.js'
import type {Sql} from './text/pieces.js'
import {readString, readText} from './text/read-text.js'
import type {Substitute} from './text/read-text.js'

/** Reads arguments of calls as parts of SQL. */
export interface Words {
  dialect: Dialect
  /** In the quotes of the engine. */
  quote: (name: string) => string
  name: (expression: Expression) => Sql
  /** Also with its schema. */
  relation: (expression: Expression, schema?: Expression) => Sql
  /** Of a list, or of one. */
  names: (expression: Expression) => Sql[]
  /** A plain value; `undefined`: none that is known. */
  value: (expression: Expression) => Sql | undefined
  /** A text that stands in for a value, of which only where it stands is known. */
  standIn: (expression: Expression) => Sql
  /** SQL as it is written; `undefined`: nothing of it is known. */
  text: (expression: Expression, substitute?: Substitute) => Sql | undefined
  /** A text that is known in full. */
  string: (expression: Expression | undefined) => string | undefined
}

/** What calls of a library are translated with. */
export interface Translation extends Words {
  /**
   * A statement that a call sends. `joins`: not past the transaction that the script has begun; `'inside'`: only of one
   * whose function the call stands in. Default: it does not go past it.
   */
  send: (sql: Sql, at: Expression, joins?: boolean | 'inside') => void
  /** A call that sends what nobody knows before it runs. `what`: how it is shown. */
  unknown: (at: Expression, what?: string) => void
  /** Look into a function that the library calls; one of another script sends what nobody knows. */
  walk: (callback: Expression, whole: Expression) => void
  /** The same, or into a list of calls: all that it sends is one transaction. */
  transaction: (body: Expression, whole: Expression) => void
  /** What is sent from here on is one transaction, until the script commits it. */
  begin: () => void
}

/** A library that migrations are written with. */
export interface Library {
  /** Names under which it is handed over, beside the first parameter of `up`. */
  receivers: readonly string[]
  /**
   * Translate a chain of calls that begins at what is handed over.
   *
   * @returns `true`: all of it is told; `'inside'`: it sends nothing itself, what stands in it is looked at; `false`: it
   * may send anything, unless what stands in it does.
   */
  chain: (chain: Chain, translation: Translation, whole: Expression) => boolean | 'inside'
  /** Whether the script asks its runner for no transaction. */
  asksForNone?: (up: Up, exported: (name: string) => Expression | undefined) => boolean
  /**
   * Of calls that a script keeps under a name, or goes on from, the links that what is called there goes on from;
   * `undefined`: they have sent what they send. Only asked where one of them is called.
   */
  kept?: (links: readonly Link[], rootArgs?: readonly Expression[]) => readonly Link[] | undefined
  /** Members that hold nothing that could send: settings, and what makes texts. */
  data?: RegExp
  /** Translate a template with a tag; the same. */
  template?: (whole: Expression, translation: Translation) => boolean
  /** A template that is kept under a name is a part, or sent where it is executed; default: it is sent at once. */
  keepsTemplates?: boolean
}

/** Create what reads arguments of calls in a script. */
export function createWords(dialect: Dialect, source: string): Words {
  const name = (expression: Expression): Sql => nameOf(expression, dialect, source)
  return {
    dialect,
    name,
    quote: (text) => quote(text, dialect),
    relation: (expression, schema) => relationOf(expression, dialect, source, schema),
    names: (expression) => (elementsOf(expression) ?? [expression]).map(name),
    value: (expression) => valueOf(expression, dialect, source),
    standIn: (expression) => standInFor(expression, dialect, source),
    text: (expression, substitute) => readText(expression, source, substitute),
    string: (expression) => expression && readString(expression, source)
  }
}

/** Send a text of SQL, or say that it is not known. */
export function sendText(
  expression: Expression | undefined,
  whole: Expression,
  translation: Translation,
  substitute?: Substitute
): void {
  const sql = expression && translation.text(expression, substitute)
  if (sql === undefined) translation.unknown(whole)
  else translation.send(sql, whole)
}

/** What `transaction(…)` is given: a function to run in one, or how one that the script ends itself is to be. */
export function sendTransaction(args: readonly Expression[], whole: Expression, translation: Translation): void {
  const body = args.find((argument) => functionOf(argument) !== undefined)
  const isSetting = ({node}: Expression): boolean =>
    /^(?:ObjectExpression|(?:Null|String|Template)Literal)$/.test(node.type) ||
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'MemberExpression' && /^[A-Z]/.test(memberName({node, scope: whole.scope}) ?? ''))
  const other = args.map((argument) => resolve(argument)).find((argument) => !isSetting(argument))
  if (body ?? other) translation.transaction(body ?? other ?? whole, whole)
  else translation.begin()
}

/** `query('…')` or `query({query: '…'})`, and what a `transaction(…)` holds, anywhere in a chain: whether it is one of the two. */
export function sendQueryOrTransaction(chain: Chain, whole: Expression, translation: Translation): boolean {
  const query = linkOf(chain, 'query', 'queryRaw')?.args
  if (query) {
    const [first] = query
    const text = first && propertyOf(resolve(first), 'query')
    sendText(text ?? first, whole, translation)
    return true
  }
  const transaction = linkOf(chain, 'transaction', 'startUnmanagedTransaction')?.args
  if (transaction) sendTransaction(transaction, whole, translation)
  return transaction !== undefined
}
