/**
 * TypeORM: `queryRunner.query`, and what `QueryRunner` does to tables.
 * https://typeorm.io/docs/migrations/api
 */
import type {Node} from '@babel/types'
import type {Up} from '../../script/find-up.js'
import {elementsOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Library, Translation} from '../../library.js'
import {sendQueryOrTransaction, sendText} from '../../library.js'
import {hasTag, substituteIn} from '../tagged.js'
import {dropIndexSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {changeOfRows} from './typeorm-rows.js'
import {columnOf} from './typeorm-columns.js'
import {check, exclusion, foreignKey, index, textsOf, unique} from './typeorm-keys.js'
import {besideTable, nameIn, nameOfTable, optionsOf} from './typeorm-names.js'
import type {TableName} from './typeorm-names.js'
import {addColumn, createTable, known, primaryKey} from './typeorm-tables.js'

/** They change nothing, or nothing that stays. */
const harmless = /^(?:has|get|is|load|connect|release|enable|disable|clearSql|escape|afterMigration|beforeMigration)/

/** Ends of a query of rows. */
const sent = /^(?:execute|get|stream|of|set|add|remove)/

/** Of the connection, its managers and repositories. */
const reads =
  /^(?:find|count|exist|get|has|is|create$|createQueryBuilder$|createQueryRunner$|initialize$|preload$|release$|connect$|buildMetadatas$|setOptions$|withRepository$|sum$|average$|minimum$|maximum$|target$|map$|filter$|forEach$|reduce$|flatMap$|some$|every$|includes$)/i

export const typeorm: Library = {
  receivers: ['queryRunner', 'dataSource', 'AppDataSource', 'connection'],
  asksForNone,
  // `manager.getRepository(…)` and another runner send nothing yet.
  kept(links) {
    const last = links.at(-1)?.name ?? ''
    if (last === 'createQueryRunner') return []
    // A query of rows, which is told where it is executed.
    const isBuilt = links.some(({name}) => name === 'createQueryBuilder') && !links.some(({name}) => sent.test(name))
    return isBuilt || /^(?:get\w*Repository|withRepository|createEntityManager)$/.test(last) ? links : undefined
  },
  data: /^(?:driver|entityMetadatas?|metadata|isTransactionActive|isReleased|namingStrategy|data|loadedTables)$/,
  template(whole, translation) {
    if (!hasTag(whole, 'sql')) return false
    sendText(whole, whole, translation, substituteIn(translation))
    return true
  },
  chain(chain, translation, whole) {
    if (sendQueryOrTransaction(chain, whole, translation)) return true
    const [method] = chain.links
    const {node} = chain.root
    const isBeside = node.type === 'Identifier' && /^(?:\w*dataSource|connection)$/i.test(node.name)
    if (method?.args === undefined || isBeside) {
      const called = chain.links.filter(({args}) => args !== undefined)
      const isQuery = called.some(({name}) => name === 'createQueryBuilder')
      const isRead = isQuery || called.every(({name}) => reads.test(name))
      const isChange = chain.links.some(({name}) =>
        /^(?:save|insert|update|delete|remove|execute|clear|upsert|softDelete|softRemove|restore|recover|increment|decrement|relation|stream)$/.test(
          name
        )
      )
      const rows = changeOfRows(chain, whole, translation)
      if (rows) translation.send(rows, whole)
      else if (isChange || !isRead) translation.unknown(whole)
      return true
    }
    if (harmless.test(method.name)) return true
    const statements = translate(method.name, method.args, whole, translation)
    if (statements === undefined) translation.unknown(whole)
    else for (const statement of statements) translation.send(statement, whole)
    return true
  }
}

/** `transaction = false` of the class, a getter of that name, or what its constructor says. */
function asksForNone({owner, scope}: Up): boolean {
  return (owner?.body.body ?? []).some((member) => {
    if (member.type === 'ClassProperty') {
      const {key, static: isStatic, value} = member
      return !isStatic && value && isTransaction(key) ? booleanOf({node: value, scope}) === false : false
    }
    if (member.type !== 'ClassMethod' || member.static) return false
    if (member.kind !== 'constructor' && !(member.kind === 'get' && isTransaction(member.key))) return false
    return member.body.body.some((statement) => {
      if (statement.type === 'ReturnStatement' && statement.argument && member.kind === 'get') {
        return booleanOf({node: statement.argument, scope}) === false
      }
      const assigned = statement.type === 'ExpressionStatement' ? statement.expression : undefined
      return assigned?.type === 'AssignmentExpression' &&
        assigned.left.type === 'MemberExpression' &&
        assigned.left.object.type === 'ThisExpression' &&
        isTransaction(assigned.left.property)
        ? booleanOf({node: assigned.right, scope}) === false
        : false
    })
  })
}

function isTransaction(key: Node): boolean {
  return key.type === 'Identifier'
    ? key.name === 'transaction'
    : key.type === 'StringLiteral' && key.value === 'transaction'
}

function translate(
  name: string,
  args: readonly Expression[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const [first, second, third] = args
  const sql = sqlFor(whole.node)
  switch (name) {
    case 'startTransaction':
      return [sql`BEGIN`]
    case 'commitTransaction':
      return [sql`COMMIT`]
    case 'rollbackTransaction':
      return [sql`ROLLBACK`]
    default:
  }
  if (first === undefined) return undefined
  const table = nameOfTable(first, translation)
  const isGuarded = booleanOf(second) === true
  switch (name) {
    case 'createTable':
      return createTable(first, table, args, whole, translation)
    case 'dropTable':
      return [sql`DROP TABLE ${isGuarded ? 'IF EXISTS ' : ''}${table.sql}`]
    case 'clearTable':
      return [sql`TRUNCATE TABLE ${table.sql}`]
    case 'createView':
      return createView(first, table, sql, translation)
    case 'dropView':
      return [sql`DROP VIEW ${table.sql}`]
    case 'createSchema':
      return [sql`CREATE SCHEMA ${isGuarded ? 'IF NOT EXISTS ' : ''}${table.sql}`]
    case 'dropSchema': {
      const cascade = booleanOf(third) === true ? ' CASCADE' : ''
      return [sql`DROP SCHEMA ${isGuarded ? 'IF EXISTS ' : ''}${table.sql}${cascade}`]
    }
    case 'dropPrimaryKey':
      return dropPrimaryKey(table, second, sql, translation)
    default:
      return second && ofTable(name, table, second, third, whole, translation)
  }
}

/** On PostgreSQL by its name, which TypeORM asks the server for where it is not given. */
function dropPrimaryKey(
  {sql: table}: TableName,
  given: Expression | undefined,
  sql: ReturnType<typeof sqlFor>,
  {dialect, name}: Translation
): Sql[] | undefined {
  if (dialect !== 'postgres') return [sql`ALTER TABLE ${table} DROP PRIMARY KEY`]
  return given && [sql`ALTER TABLE ${table} DROP CONSTRAINT ${name(given)}`]
}

function createView(
  expression: Expression,
  {sql: name}: TableName,
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql[] | undefined {
  const options = optionsOf(expression)
  const query = optionOf(options, 'expression')
  const text = query && translation.text(query)
  const materialized = booleanOf(optionOf(options, 'materialized')) === true ? 'MATERIALIZED ' : ''
  return text && [sql`CREATE ${materialized}VIEW ${name} AS ${text}`]
}

function ofTable(
  name: string,
  table: TableName,
  second: Expression,
  third: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const {dialect} = translation
  const sql = sqlFor(whole.node)
  const alter = (actions: readonly (Sql | undefined)[]): Sql[] | undefined =>
    known(actions)?.map((action) => sql`ALTER TABLE ${table.sql} ${action}`)
  const each = <Result>(of: (parts: Expression) => Result): Result[] => (elementsOf(second) ?? [second]).map(of)
  switch (name) {
    case 'renameTable':
      return [sql`ALTER TABLE ${table.sql} RENAME TO ${translation.name(second)}`]
    case 'changeTableComment': {
      const text = translation.value(second)
      if (text === undefined) return undefined
      return [
        dialect === 'postgres'
          ? sql`COMMENT ON TABLE ${table.sql} IS ${text}`
          : sql`ALTER TABLE ${table.sql} COMMENT ${text}`
      ]
    }
    case 'addColumn':
    case 'addColumns':
      return known(each((parts) => columnOf(parts, table, translation)))?.flatMap((column) =>
        addColumn(column, table, whole, translation)
      )
    case 'dropColumn':
    case 'dropColumns':
      return alter(each((parts) => sql`DROP COLUMN ${nameIn(parts, translation)}`))
    case 'renameColumn':
      return third && alter([sql`RENAME COLUMN ${nameIn(second, translation)} TO ${nameIn(third, translation)}`])
    case 'createIndex':
    case 'createIndices':
      return known(each((parts) => index(table, parts, translation)))
    case 'dropIndex':
    case 'dropIndices':
      return each((parts) => dropIndex(parts, table, whole, translation))
    case 'createForeignKey':
    case 'createForeignKeys':
      return alter(each((parts) => prefixed(sql`ADD `, foreignKey(table, parts, translation))))
    case 'dropForeignKey':
    case 'dropForeignKeys':
      return alter(
        each(
          (parts) => sql`DROP ${dialect === 'postgres' ? 'CONSTRAINT' : 'FOREIGN KEY'} ${nameIn(parts, translation)}`
        )
      )
    case 'createPrimaryKey':
      return alter([
        sql`ADD ${primaryKey(table, translation.names(second), textsOf(second, translation), third, whole, translation)}`
      ])
    case 'createUniqueConstraint':
    case 'createUniqueConstraints':
      return alter(each((parts) => prefixed(sql`ADD `, unique(table, parts, translation))))
    case 'createCheckConstraint':
    case 'createCheckConstraints':
      return alter(each((parts) => prefixed(sql`ADD `, check(table, parts, translation))))
    case 'createExclusionConstraint':
    case 'createExclusionConstraints':
      return alter(each((parts) => prefixed(sql`ADD `, exclusion(table, parts, translation))))
    case 'dropUniqueConstraint':
    case 'dropUniqueConstraints':
    case 'dropCheckConstraint':
    case 'dropCheckConstraints':
    case 'dropExclusionConstraint':
    case 'dropExclusionConstraints':
      return alter(each((parts) => sql`DROP CONSTRAINT ${nameIn(parts, translation)}`))
    // What `changeColumn` sends depends on the column that is there: another type drops it and adds it anew.
    default:
      return undefined
  }
}

function prefixed(before: Sql, sql: Sql | undefined): Sql | undefined {
  return sql && [...before, ...sql]
}

/** On PostgreSQL in the schema of its table. */
function dropIndex(parts: Expression, table: TableName, whole: Expression, translation: Translation): Sql {
  const name = nameIn(parts, translation)
  const text = translation.string(optionOf(optionsOf(parts), 'name') ?? parts)
  const sql = sqlFor(whole.node)
  const inSchema = text === undefined ? name : sql`${besideTable(table, text, translation)}`
  return dropIndexSql(whole.node, translation.dialect, {
    name: translation.dialect === 'postgres' ? inSchema : name,
    table: table.sql
  })
}
