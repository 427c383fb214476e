/**
 * Sequelize: `queryInterface` and `queryInterface.sequelize.query`.
 * https://sequelize.org/docs/v6/other-topics/query-interface/
 */
import {linkOf} from '../script/chain.js'
import {elementsOf, entriesOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {
  alterTableSql,
  changeColumnSql,
  columnSql,
  createIndexSql,
  createTableSql,
  dropIndexSql,
  foreignKeySql
} from '../text/ddl.js'
import type {ColumnParts} from '../text/ddl.js'
import {booleanOf, optionOf} from '../text/names.js'
import {join, sqlFor, textOf} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'
import {sequelizeType} from './sequelize-types.js'

const harmless = /^(?:describe|show|tableExists|select|getForeignKey|nameIndexes|quote)/

export const sequelize: Library = {
  receivers: ['queryInterface'],
  chain(chain, translation, whole) {
    const query = linkOf(chain, 'query')
    if (query?.args) {
      sendText(query.args[0], whole, translation)
      return true
    }
    const transaction = linkOf(chain, 'transaction')
    if (transaction?.args) {
      for (const argument of transaction.args) translation.walk(argument)
      return true
    }
    const [method] = chain.links
    // What `queryInterface.sequelize` is asked beside queries changes nothing.
    if (method?.args === undefined || harmless.test(method.name)) return true
    const statements = translate(method.name, method.args, whole, translation)
    if (statements === undefined) translation.unknown(whole)
    else for (const statement of statements) translation.send(statement, whole)
    return true
  }
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
  const table = relation(first, translation)
  if (method === 'dropTable') return [sql`DROP TABLE IF EXISTS ${table}`]
  if (method === 'createSchema') return [sql`CREATE SCHEMA ${table}`]
  if (second === undefined) return undefined
  switch (method) {
    case 'createTable':
      return createTable(table, second, whole, translation)
    case 'renameTable':
      return [sql`ALTER TABLE ${table} RENAME TO ${relation(second, translation)}`]
    case 'removeColumn':
      return [sql`ALTER TABLE ${table} DROP COLUMN ${translation.name(second)}`]
    case 'addIndex':
      return addIndex(table, first, second, third, whole, translation)
    case 'removeIndex':
      return [
        dropIndexSql(whole.node, translation.dialect, {
          name: elementsOf(second) ? indexName(first, second, translation, sql) : translation.name(second),
          table,
          concurrently: booleanOf(optionOf(third, 'concurrently')) === true,
          ifExists: translation.dialect === 'postgres'
        })
      ]
    case 'removeConstraint':
      return [sql`ALTER TABLE ${table} DROP CONSTRAINT ${translation.name(second)}`]
    case 'addConstraint':
      return addConstraint(table, second, third, whole, translation)
    case 'bulkInsert':
      // Which rows matters to nobody else.
      return [sql`INSERT INTO ${table} ${translation.dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`]
    case 'bulkDelete':
      return [sql`DELETE FROM ${table}${isEmptyObject(second) ? '' : ' WHERE (SELECT true)'}`]
    case 'bulkUpdate': {
      const columns = entriesOf(resolve(second))?.map(
        ([name]) => `${translation.quote(name)} = ${translation.quote(name)}`
      )
      const where = third && !isEmptyObject(third) ? ' WHERE (SELECT true)' : ''
      return columns && columns.length > 0 ? [sql`UPDATE ${table} SET ${columns.join(', ')}${where}`] : undefined
    }
    default:
  }
  if (third === undefined) return undefined
  switch (method) {
    case 'addColumn': {
      const column = columnOf(translation.name(second), third, translation)
      return column && [alterTableSql(whole.node, table, [sql`ADD COLUMN ${columnSql(whole.node, column)}`])]
    }
    case 'changeColumn': {
      const column = columnOf(translation.name(second), third, translation)
      if (column === undefined) return undefined
      // https://sequelize.org/docs/v6/other-topics/query-interface/: what is not said is taken away.
      const parts = {...column, notNull: column.notNull ?? false}
      return changeColumnSql(whole.node, translation.dialect, table, parts)
    }
    case 'renameColumn':
      return [sql`ALTER TABLE ${table} RENAME COLUMN ${translation.name(second)} TO ${translation.name(third)}`]
    default:
      return undefined
  }
}

function isEmptyObject(expression: Expression): boolean {
  const {node} = resolve(expression)
  return node.type === 'NullLiteral' || entriesOf(resolve(expression))?.length === 0
}

/** A name, or `{tableName, schema}`. */
function relation(expression: Expression, translation: Translation): Sql {
  const options = resolve(expression)
  const name = optionOf(options, 'tableName')
  return name ? translation.relation(name, optionOf(options, 'schema')) : translation.name(expression)
}

function columnOf(name: Sql, expression: Expression, translation: Translation): ColumnParts | undefined {
  const options = resolve(expression)
  const isDescribed = entriesOf(options) !== undefined
  const given = isDescribed ? optionOf(options, 'type') : expression
  const type = given && sequelizeType(given, translation)
  if (type === undefined) return undefined
  const value = optionOf(options, 'defaultValue')
  const initial = value && defaultOf(value, translation)
  if (value && initial === undefined) return undefined
  const isGenerated = booleanOf(optionOf(options, 'autoIncrement')) === true
  const sql = sqlFor(expression.node)
  const serial = /big/i.test(textOf(type)) ? 'BIGSERIAL' : 'SERIAL'
  const allowNull = booleanOf(optionOf(options, 'allowNull'))
  return {
    name,
    type: isGenerated && translation.dialect === 'postgres' ? sql`${serial}` : type,
    notNull: allowNull === false ? true : undefined,
    default: initial?.length === 0 ? undefined : initial,
    primaryKey: booleanOf(optionOf(options, 'primaryKey')) === true,
    unique: booleanOf(optionOf(options, 'unique')) === true,
    autoIncrement: isGenerated && translation.dialect !== 'postgres',
    references: referencesOf(options, translation)
  }
}

/** A value, `Sequelize.literal('…')`, `Sequelize.fn('NOW')`, `DataTypes.NOW`, `DataTypes.UUIDV4`. */
function defaultOf(expression: Expression, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(expression)
  const sql = sqlFor(expression.node)
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const {property} = node.callee
    const [first] = node.arguments
    const name = property.type === 'Identifier' ? property.name : ''
    const text = first && translation.text({node: first, scope})
    if (name === 'literal') return text
    return name === 'fn' && text && node.arguments.length === 1 ? sql`${text}()` : undefined
  }
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') {
    if (node.property.name === 'NOW') return sql`CURRENT_TIMESTAMP`
    // Filled in by the application.
    return node.property.name.startsWith('UUIDV') ? [] : undefined
  }
  return translation.value(expression)
}

function referencesOf(options: Expression, translation: Translation): Sql | undefined {
  const references = optionOf(options, 'references')
  if (references === undefined) return undefined
  const model = optionOf(resolve(references), 'model') ?? references
  const key = optionOf(resolve(references), 'key')
  const sql = sqlFor(references.node)
  const actions = (['onDelete', 'onUpdate'] as const).flatMap((name) => {
    const action = translation.string(optionOf(options, name))
    return action === undefined ? [] : [` ON ${name === 'onDelete' ? 'DELETE' : 'UPDATE'} ${action}`]
  })
  return sql`${relation(model, translation)} (${key ? translation.name(key) : translation.quote('id')})${actions.join('')}`
}

function createTable(table: Sql, columns: Expression, {node}: Expression, translation: Translation): Sql[] | undefined {
  const entries = entriesOf(resolve(columns))
  const all = entries?.map(([name, value]) =>
    columnOf(sqlFor(value.node)`${translation.quote(name)}`, value, translation)
  )
  if (all?.every((column) => column !== undefined) !== true) return undefined
  const parts = all.map((column, index) => columnSql(entries?.[index]?.[1].node ?? node, column))
  return [createTableSql(node, table, parts, true)]
}

function fieldsOf(expression: Expression, translation: Translation): Sql[] {
  return (elementsOf(expression) ?? [expression]).map((field) =>
    translation.name(optionOf(resolve(field), 'name') ?? field)
  )
}

function indexName(
  table: Expression,
  fields: Expression,
  translation: Translation,
  sql: ReturnType<typeof sqlFor>
): Sql {
  const names = [relation(table, translation), ...fieldsOf(fields, translation)]
  const bare = names.map((name) =>
    textOf(name)
      .replace(/["`]/g, '')
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .toLowerCase()
  )
  return sql`${translation.quote(bare.join('_').replaceAll('.', '_'))}`
}

function addIndex(
  table: Sql,
  tableName: Expression,
  second: Expression,
  third: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const given = elementsOf(second) ? second : optionOf(second, 'fields')
  const options = elementsOf(second) ? third : second
  if (given === undefined) return undefined
  const name = optionOf(options, 'name') ?? optionOf(options, 'indexName')
  const isUnique =
    booleanOf(optionOf(options, 'unique')) === true ||
    /^unique$/i.test(translation.string(optionOf(options, 'type')) ?? '')
  return [
    createIndexSql(node, {
      table,
      name: name ? translation.name(name) : indexName(tableName, given, translation, sqlFor(node)),
      columns: fieldsOf(given, translation),
      unique: isUnique,
      concurrently: booleanOf(optionOf(options, 'concurrently')) === true,
      method: translation.string(optionOf(options, 'using')),
      // A condition is written in objects.
      where: optionOf(options, 'where') && sqlFor(node)`(SELECT true)`
    })
  ]
}

function addConstraint(
  table: Sql,
  second: Expression,
  third: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const isOld = third !== undefined && optionOf(second, 'type') === undefined
  const options = isOld ? third : second
  const fields = isOld ? second : optionOf(second, 'fields')
  const type = translation.string(optionOf(options, 'type'))?.toLowerCase()
  if (fields === undefined || type === undefined) return undefined
  const name = optionOf(options, 'name')
  const sql = sqlFor(node)
  const prefix = sql`ALTER TABLE ${table} ADD ${name ? sql`CONSTRAINT ${translation.name(name)} ` : ''}`
  const columns = fieldsOf(fields, translation)
  switch (type) {
    case 'unique':
      return [sql`${prefix}UNIQUE (${join(columns)})`]
    case 'primary key':
      return [sql`${prefix}PRIMARY KEY (${join(columns)})`]
    case 'foreign key': {
      const references = optionOf(options, 'references')
      const target = optionOf(references && resolve(references), 'table')
      const field =
        optionOf(references && resolve(references), 'field') ?? optionOf(references && resolve(references), 'fields')
      if (!target || !field) return undefined
      const actions = {
        onDelete: translation.string(optionOf(options, 'onDelete')),
        onUpdate: translation.string(optionOf(options, 'onUpdate'))
      }
      return [
        sql`${prefix}${foreignKeySql(node, {...actions, columns, table: relation(target, translation), references: fieldsOf(field, translation)})}`
      ]
    }
    default:
      // A check is written in objects.
      return undefined
  }
}
