/**
 * Sequelize: `queryInterface` and `queryInterface.sequelize.query`.
 * https://sequelize.org/docs/v6/other-topics/query-interface/
 */
import type {Chain} from '../../script/chain.js'
import {elementsOf, entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Library, Translation} from '../../library.js'
import {sendQueryOrTransaction} from '../../library.js'
import {columnSql, createTableSql, dropIndexSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {addColumnSql, changeColumnSql, columnOf, commentSql} from './sequelize-columns.js'
import {addConstraint, addIndex} from './sequelize-keys.js'
import {fieldsOf, nameFromFields, nameOfTable} from './sequelize-names.js'
import type {TableName} from './sequelize-names.js'

const harmless =
  /^(?:commit|rollback|afterCommit|describe|show|tableExists|select|rawSelect|getForeignKey|nameIndexes|quote|escape)/

/** Of what `queryInterface.sequelize` and its models have beside queries: they change nothing. */
const harmlessBeside =
  /^(?:find(?:All|One|ByPk|AndCountAll)|count|min|max|sum|aggregate|(?:get|is|has|quote|show)[A-Z]\w*|get|escape|fn|col|literal|cast|where|json|random|asIs|attribute|authenticate|validate|close|define|model|build|scope|unscoped|schema|log|commit|rollback|describe|toJSON|[A-Z]\w*)$/
/** Models, and their rows. */
const models = /^(?:define|model|getModel|build|scope|unscoped|schema|find(?:All|One|ByPk|AndCountAll))$/
/** Of a list of rows, which is none of Sequelize. */
const ofLists =
  /^(?:map|forEach|filter|reduce|flatMap|find|some|every|includes|push|join|sort|slice|keys|entries|values)$/

/**
 * Sequelize 6, where what is not told the transaction runs outside of it, on another connection; 7, and 6 with `useCLS`,
 * where it runs in the one whose function it stands in.
 * https://sequelize.org/docs/v7/querying/transactions/
 */
export const sequelize: Library = sequelizeOf(false)
export const sequelizeWithCls: Library = sequelizeOf(true)

function sequelizeOf(hasCls: boolean): Library {
  return {
    receivers: ['queryInterface', 'sequelize'],
    kept(links) {
      const last = links.at(-1)?.name ?? ''
      return /^(?:getQueryInterface|transaction|startUnmanagedTransaction)$/.test(last)
        ? []
        : models.test(last)
          ? links
          : undefined
    },
    data: /^(?:Sequelize|QueryTypes|DataTypes|queryGenerator|QueryGenerator|config|options|connectionManager)$/,
    chain(chain, translation, whole) {
      const joining = {...translation, send: sendJoining(chain, translation, hasCls)}
      if (sendQueryOrTransaction(chain, whole, joining)) return true
      const [method] = chain.links
      const {node} = chain.root
      if (method?.args === undefined || (node.type === 'Identifier' && node.name === 'sequelize')) {
        const called = chain.links.filter(({args}) => args !== undefined).map(({name}) => name)
        if (!called.every((name) => harmlessBeside.test(name) || ofLists.test(name))) translation.unknown(whole)
        return true
      }
      if (harmless.test(method.name)) return true
      const statements = translate(method.name, method.args, whole, translation)
      if (statements === undefined) translation.unknown(whole)
      else for (const statement of statements) joining.send(statement, whole)
      return true
    }
  }
}

function sendJoining(chain: Chain, {send}: Translation, hasCls: boolean): Translation['send'] {
  const {args = [], name} = chain.links.findLast((link) => link.args !== undefined) ?? {}
  const last = args.at(-1)
  // What describes a column is no option of the call.
  const isColumn = (name === 'addColumn' || name === 'changeColumn') && args.length <= 3
  const isTold = last === undefined || (!isColumn && mayHave(last, 'transaction'))
  const given = last && entriesOf(resolve(last))?.findLast(([key]) => key === 'transaction')?.[1]
  // Told that there is none.
  const isNone = given !== undefined && resolve(given).node.type === 'NullLiteral'
  return (sql, at) => {
    send(sql, at, isNone ? false : isTold || (hasCls && 'inside'))
  }
}

/** Whether an object may have a property, as far as it is written out. */
function mayHave(value: Expression, name: string): boolean {
  const resolved = resolve(value)
  const entries = entriesOf(resolved)
  if (entries) return entries.some(([key]) => key === name)
  const {type} = resolved.node
  return !/^(?:(?:String|Template|Numeric|Boolean|Null)Literal|(?:Array|Binary|TaggedTemplate)Expression)$/.test(type)
}

function translate(
  method: string,
  args: readonly Expression[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const [first, second, third] = args
  if (first === undefined) return undefined
  const sql = sqlFor(whole.node)
  const isPostgres = translation.dialect === 'postgres'
  const named = nameOfTable(first, translation, method === 'createTable' ? third : undefined)
  const table = named.sql
  switch (method) {
    case 'dropTable': {
      const cascade = isPostgres && booleanOf(optionOf(second, 'cascade')) === true ? ' CASCADE' : ''
      return [sql`DROP TABLE IF EXISTS ${table}${cascade}`]
    }
    case 'createSchema':
      // On MySQL it sends a question: schemas are parts of names there.
      return isPostgres ? [sql`CREATE SCHEMA ${table}`] : []
    case 'dropSchema':
      return [isPostgres ? sql`DROP SCHEMA IF EXISTS ${table} CASCADE` : sql`DROP TABLE IF EXISTS ${table}`]
    default:
      return second && ofTable(method, named, second, third, whole, translation)
  }
}

function ofTable(
  method: string,
  table: TableName,
  second: Expression,
  third: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const {dialect} = translation
  const sql = sqlFor(whole.node)
  switch (method) {
    case 'createTable':
      return createTable(table, second, third, whole, translation)
    case 'renameTable':
      return [sql`ALTER TABLE ${table.sql} RENAME TO ${nameOfTable(second, translation).sql}`]
    case 'removeColumn':
      return [sql`ALTER TABLE ${table.inSchema} DROP COLUMN ${translation.name(second)}`]
    case 'addIndex':
      return addIndex(table, second, third, whole, translation)
    case 'removeIndex':
      return [
        dropIndexSql(whole.node, dialect, {
          name: elementsOf(second)
            ? sql`${nameFromFields(table, fieldsOf(second, translation), translation)}`
            : translation.name(second),
          table: table.sql,
          concurrently: dialect === 'postgres' && booleanOf(optionOf(third, 'concurrently')) === true,
          ifExists: dialect === 'postgres'
        })
      ]
    case 'removeConstraint':
      return [sql`ALTER TABLE ${table.sql} DROP CONSTRAINT ${translation.name(second)}`]
    case 'addConstraint':
      return addConstraint(table, second, third, whole, translation)
    case 'addColumn':
    case 'changeColumn': {
      const name = translation.name(second)
      const column = third && columnOf(name, translation.string(second), third, table, translation)
      if (column === undefined) return undefined
      return (method === 'addColumn' ? addColumnSql : changeColumnSql)(table, column, whole, translation)
    }
    case 'renameColumn':
      return (
        third && [sql`ALTER TABLE ${table.sql} RENAME COLUMN ${translation.name(second)} TO ${translation.name(third)}`]
      )
    default:
      return changeRows(method, table.sql, second, third, whole, translation)
  }
}

/** Which rows matters to nobody else, only whether all are meant. */
function changeRows(
  method: string,
  table: Sql,
  second: Expression,
  third: Expression | undefined,
  {node}: Expression,
  {dialect, quote}: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  switch (method) {
    case 'bulkInsert':
      return [sql`INSERT INTO ${table} ${dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`]
    case 'bulkDelete':
      return [sql`DELETE FROM ${table}${isEmptyObject(second) ? '' : ' WHERE (SELECT true)'}`]
    case 'bulkUpdate': {
      const columns = entriesOf(resolve(second))?.map(([name]) => `${quote(name)} = ${quote(name)}`)
      const where = third && !isEmptyObject(third) ? ' WHERE (SELECT true)' : ''
      return columns && columns.length > 0 ? [sql`UPDATE ${table} SET ${columns.join(', ')}${where}`] : undefined
    }
    default:
      return undefined
  }
}

function isEmptyObject(expression: Expression): boolean {
  const {node} = resolve(expression)
  return node.type === 'NullLiteral' || entriesOf(resolve(expression))?.length === 0
}

function createTable(
  table: TableName,
  described: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  const isPostgres = translation.dialect === 'postgres'
  const entries = entriesOf(resolve(described))
  const columns = entries?.map(([name, value]) =>
    columnOf(sqlFor(value.node)`${translation.quote(name)}`, name, value, table, translation)
  )
  if (columns?.every((column) => column !== undefined) !== true) return undefined
  const keys = columns.filter(({isKey}) => isKey).map(({name}) => name)
  const references = columns.flatMap((column) =>
    column.references && !isPostgres ? [sql`FOREIGN KEY (${column.name}) REFERENCES ${column.references}`] : []
  )
  const parts = [
    ...columns.map((column, index) =>
      columnSql(entries?.[index]?.[1].node ?? node, {
        ...column.parts,
        references: isPostgres ? column.references : undefined
      })
    ),
    ...uniqueKeys(options, sql, translation),
    ...(keys.length > 0 ? [sql`PRIMARY KEY (${join(keys)})`] : []),
    ...references
  ]
  const comment = optionOf(options, 'comment')
  const text = comment && translation.value(comment)
  return [
    ...columns.flatMap(({before}) => before),
    [...createTableSql(node, table.sql, parts, true), ...(isPostgres ? [] : tableOptions(options, sql, translation))],
    ...(isPostgres && text ? [sql`COMMENT ON TABLE ${table.sql} IS ${text}`] : []),
    ...columns.flatMap((column) => commentSql(table, column, translation, sql, column.comment))
  ]
}

function uniqueKeys(options: Expression | undefined, sql: ReturnType<typeof sqlFor>, translation: Translation): Sql[] {
  const keys = optionOf(options, 'uniqueKeys')
  return ((keys && entriesOf(resolve(keys))) ?? []).flatMap(([name, key]) => {
    const fields = optionOf(resolve(key), 'fields')
    if (fields === undefined) return []
    const named = translation.dialect === 'postgres' ? '' : `${translation.quote(name)} `
    return [sql`UNIQUE ${named}(${join(fieldsOf(fields, translation))})`]
  })
}

function tableOptions(options: Expression | undefined, sql: ReturnType<typeof sqlFor>, translation: Translation): Sql {
  const text = (name: string): string | undefined => translation.string(optionOf(options, name))
  const [charset, collate] = [text('charset'), text('collate')]
  const comment = optionOf(options, 'comment')
  return [
    ...sql` ENGINE=${text('engine') ?? 'InnoDB'}`,
    ...(comment ? sql` COMMENT ${translation.value(comment) ?? []}` : []),
    ...(charset === undefined ? [] : sql` DEFAULT CHARSET=${charset}`),
    ...(collate === undefined ? [] : sql` COLLATE ${collate}`)
  ]
}
