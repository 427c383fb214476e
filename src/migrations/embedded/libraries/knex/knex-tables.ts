/** Tables as Knex's schema builder describes them. https://knexjs.org/guide/schema-builder.html#schema-building */
import type {Chain, Link} from '../../script/chain.js'
import {chainsIn} from '../../script/chains-in.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {alterTableSql, createTableSql, dropIndexSql, foreignKeySql} from '../../text/ddl.js'
import {linkOf} from '../../script/chain.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {columnParts, referenceOf} from './knex-columns.js'
import type {Parts} from './knex-columns.js'
import {deferral, indexSql, nameFor, primarySql, uniqueSql} from './knex-keys.js'
import type {Described} from './knex-keys.js'
import {boundText} from './knex-raw.js'

/** A chain of a description, with what it makes. */
interface Line {
  chain: Chain
  whole: Expression
  parts: Parts
}

/** `createTable('account', (table) => {…})`. */
export function createTable(
  table: Sql,
  prefix: string,
  callback: Expression,
  ifNotExists: boolean,
  at: Expression,
  translation: Translation
): void {
  const lines = linesOf(callback, {table, prefix, translation})
  sendTypes(lines, translation)
  const inside = [...lines.flatMap(({parts}) => parts.adds), ...lines.flatMap(({parts}) => parts.keys ?? [])]
  const options = lines.flatMap(({chain}) => tableOption(chain, translation))
  if (inside.length > 0) {
    translation.send([...createTableSql(at.node, table, inside, ifNotExists), ...options], at)
  }
  for (const {parts, whole} of lines) finish(parts, whole, translation)
}

/** `alterTable('account', (table) => {…})`: columns are added at once, everything else by itself. */
export function alterTable(
  table: Sql,
  prefix: string,
  callback: Expression,
  at: Expression,
  translation: Translation
): void {
  const lines = linesOf(callback, {table, prefix, translation})
  sendTypes(lines, translation)
  const adds = lines.flatMap(({parts, whole}) => parts.adds.map((add) => sqlFor(whole.node)`ADD COLUMN ${add}`))
  if (adds.length > 0) translation.send(alterTableSql(at.node, table, adds), at)
  for (const {chain, parts, whole} of lines) {
    for (const key of parts.keys ?? []) translation.send(sqlFor(whole.node)`ALTER TABLE ${table} ADD ${key}`, whole)
    const option = tableOption(chain, translation)
    if (option.length > 0) translation.send(sqlFor(whole.node)`ALTER TABLE ${table}${option}`, whole)
    finish(parts, whole, translation)
  }
}

function linesOf(callback: Expression, described: Described): Line[] {
  return chainsIn(callback).map((each) => ({...each, parts: partsOf(each.chain, each.whole, described)}))
}

function sendTypes(lines: readonly Line[], translation: Translation): void {
  for (const {parts, whole} of lines) for (const type of parts.types ?? []) translation.send(type, whole)
}

function finish({isKnown, statements = []}: Parts, whole: Expression, translation: Translation): void {
  if (!isKnown) translation.unknown(whole)
  for (const statement of statements) translation.send(statement, whole)
}

/** What MySQL is told of the whole table. */
function tableOption({links: [head]}: Chain, translation: Translation): Sql {
  const [first] = head?.args ?? []
  const value = first && translation.value(first)
  const text = first && translation.string(first)
  if (head === undefined || first === undefined || translation.dialect === 'postgres') return []
  const sql = sqlFor(first.node)
  switch (head.name) {
    case 'comment':
      return sql` COMMENT = ${value ?? []}`
    case 'engine':
      return sql` ENGINE = ${text ?? ''}`
    case 'charset':
      return sql` DEFAULT CHARACTER SET ${text ?? ''}`
    case 'collate':
      return sql` COLLATE ${text ?? ''}`
    default:
      return []
  }
}

function partsOf(chain: Chain, whole: Expression, described: Described): Parts {
  const [head] = chain.links
  const nothing: Parts = {adds: [], isKnown: true}
  if (head?.args === undefined) return {...nothing, isKnown: false}
  const [first, second] = head.args
  const {table, translation} = described
  const sql = sqlFor(whole.node)
  switch (head.name) {
    case 'timestamps':
      return {...nothing, adds: timestamps(head, whole, described)}
    case 'engine':
    case 'charset':
    case 'collate':
      return nothing
    case 'comment': {
      const text = first && translation.value(first)
      const isSent = translation.dialect === 'postgres' && text !== undefined
      return {...nothing, statements: isSent ? [sql`COMMENT ON TABLE ${table} IS ${text}`] : []}
    }
    case 'primary':
      return first
        ? {...nothing, keys: [primarySql(sql, translation.names(first), second, described)]}
        : {...nothing, isKnown: false}
    case 'check': {
      const text = boundText(head.args.slice(0, 2), translation)
      const name = head.args[2]
      const named = name ? sql`CONSTRAINT ${translation.name(name)} ` : []
      return text ? {...nothing, keys: [sql`${named}CHECK (${text})`]} : {...nothing, isKnown: false}
    }
    default: {
      const statements = alterations(head, whole, chain, described)
      return statements === undefined ? columnParts(chain, whole, described) : {...nothing, statements}
    }
  }
}

function timestamps({args = []}: Link, {node}: Expression, {translation}: Described): Sql[] {
  const [first, second, third] = args
  const {dialect, quote} = translation
  const is = (given: Expression | undefined, name: string): boolean =>
    booleanOf(given) === true || booleanOf(optionOf(first, name)) === true
  const type = dialect === 'postgres' ? 'timestamptz' : is(first, 'useTimestamps') ? 'timestamp' : 'datetime'
  const rest = is(second, 'defaultToNow') ? ' NOT NULL DEFAULT CURRENT_TIMESTAMP' : ''
  const sql = sqlFor(node)
  return timestampNames(is(third, 'useCamelCase')).map((name) => sql`${quote(name)} ${type}${rest}`)
}

function timestampNames(isCamel: boolean): string[] {
  return isCamel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']
}

/** What stands for itself in a description; `undefined`: the head is a type. */
function alterations(head: Link, whole: Expression, chain: Chain, described: Described): Sql[] | undefined {
  const {prefix, table, translation} = described
  const {dialect} = translation
  const [first, second, third] = head.args ?? []
  const sql = sqlFor(whole.node)
  const names = first ? translation.names(first) : []
  const suffixed = (suffix: 'index' | 'unique' | 'foreign'): Sql => nameFor(names, suffix, second, described, sql)
  switch (head.name) {
    case 'dropColumn':
    case 'dropColumns': {
      const all = (head.args ?? []).flatMap((each) => translation.names(each))
      return [
        alterTableSql(
          whole.node,
          table,
          all.map((name) => sql`DROP COLUMN ${name}`)
        )
      ]
    }
    case 'dropTimestamps': {
      const columns = timestampNames(booleanOf(first) === true)
      const drops = columns.map((name) => sql`DROP COLUMN ${translation.quote(name)}`)
      return [alterTableSql(whole.node, table, drops)]
    }
    case 'renameColumn':
      return first && second
        ? [sql`ALTER TABLE ${table} RENAME COLUMN ${translation.name(first)} TO ${translation.name(second)}`]
        : undefined
    case 'setNullable':
      return dialect === 'postgres'
        ? names.map((name) => sql`ALTER TABLE ${table} ALTER COLUMN ${name} DROP NOT NULL`)
        : undefined
    case 'dropNullable':
      return dialect === 'postgres'
        ? names.map((name) => sql`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`)
        : undefined
    case 'index':
      return [indexSql(whole, names, second, third, described)]
    case 'unique':
      return [uniqueSql(sql, names, second, described)]
    case 'foreign': {
      const key = referenceOf(chain, translation)
      const given = linkOf(chain, 'withKeyName')?.args?.[0]
      const name = given ? translation.name(given) : suffixed('foreign')
      const when = deferral(sql, linkOf(chain, 'deferrable')?.args?.[0], described)
      return key && [sql`ALTER TABLE ${table} ADD ${foreignKeySql(whole.node, {...key, name, columns: names})}${when}`]
    }
    case 'dropIndex':
      return [dropIndexSql(whole.node, dialect, {name: suffixed('index'), table})]
    case 'dropUnique':
      return [
        dialect === 'postgres'
          ? sql`ALTER TABLE ${table} DROP CONSTRAINT ${suffixed('unique')}`
          : sql`ALTER TABLE ${table} DROP INDEX ${suffixed('unique')}`
      ]
    case 'dropForeign':
      return [
        sql`ALTER TABLE ${table} DROP ${dialect === 'postgres' ? 'CONSTRAINT' : 'FOREIGN KEY'} ${suffixed('foreign')}`
      ]
    case 'dropPrimary':
      return [
        dialect === 'postgres'
          ? sql`ALTER TABLE ${table} DROP CONSTRAINT ${first ? translation.name(first) : translation.quote(`${prefix}_pkey`)}`
          : sql`ALTER TABLE ${table} DROP PRIMARY KEY`
      ]
    case 'dropChecks':
      return [
        alterTableSql(
          whole.node,
          table,
          (head.args ?? []).flatMap((each) => translation.names(each)).map((name) => sql`DROP CONSTRAINT ${name}`)
        )
      ]
    default:
      return undefined
  }
}
