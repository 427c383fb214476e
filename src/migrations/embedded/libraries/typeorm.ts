/**
 * TypeORM: `queryRunner.query`, and what `QueryRunner` does to tables.
 * https://typeorm.io/docs/migrations/api
 */
import type {Node} from '@babel/types'
import {linkOf} from '../script/chain.js'
import {elementsOf, entriesOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {columnSql, createIndexSql, createTableSql, dropIndexSql, foreignKeySql} from '../text/ddl.js'
import {booleanOf, optionOf} from '../text/names.js'
import {join, sqlFor} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'

/** They change nothing, or nothing that stays. */
const harmless = /^(?:has|get|is|load|connect|release|enable|disable|clearSql|executeMemory)/

export const typeorm: Library = {
  receivers: ['queryRunner'],
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
    if (method?.args === undefined) {
      const isRead = chain.links.some(({name}) => /^(?:find|count|exist|get|connection|repository)/i.test(name))
      const isChange = chain.links.some(({name}) =>
        /^(?:save|insert|update|delete|remove|execute|clear|upsert)$/.test(name)
      )
      if (isChange || !isRead) translation.unknown(whole)
      return true
    }
    if (harmless.test(method.name)) return true
    const statements = translate(method.name, method.args, whole, translation)
    if (statements === undefined) translation.unknown(whole)
    else for (const statement of statements) translation.send(statement, whole)
    return true
  }
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
  const table = relation(first, translation)
  switch (name) {
    case 'createTable':
      return createTable(first, booleanOf(second) === true, whole, translation)
    case 'dropTable':
    case 'clearTable':
      return [
        name === 'dropTable'
          ? sql`DROP TABLE ${booleanOf(second) === true ? 'IF EXISTS ' : ''}${table}`
          : sql`TRUNCATE TABLE ${table}`
      ]
    case 'dropView':
      return [sql`DROP VIEW ${table}`]
    case 'createSchema':
      return [sql`CREATE SCHEMA ${booleanOf(second) === true ? 'IF NOT EXISTS ' : ''}${table}`]
    default:
      return second && ofTable(name, table, second, third, whole, translation)
  }
}

function ofTable(
  name: string,
  table: Sql,
  second: Expression,
  third: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const {dialect} = translation
  const sql = sqlFor(whole.node)
  const alter = (actions: readonly (Sql | undefined)[]): Sql[] | undefined =>
    actions.every((action) => action !== undefined)
      ? actions.map((action) => sql`ALTER TABLE ${table} ${action}`)
      : undefined
  const each = <Result>(of: (parts: Expression) => Result): Result[] => (elementsOf(second) ?? [second]).map(of)
  switch (name) {
    case 'renameTable':
      return [sql`ALTER TABLE ${table} RENAME TO ${translation.name(second)}`]
    case 'addColumn':
    case 'addColumns':
      return alter(each((parts) => prefixed(sql`ADD COLUMN `, column(parts, translation))))
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
      return each((parts) => dropIndexSql(whole.node, dialect, {name: nameIn(parts, translation), table}))
    case 'createForeignKey':
    case 'createForeignKeys':
      return alter(each((parts) => prefixed(sql`ADD `, foreignKey(parts, translation))))
    case 'dropForeignKey':
    case 'dropForeignKeys':
      return alter(
        each(
          (parts) => sql`DROP ${dialect === 'postgres' ? 'CONSTRAINT' : 'FOREIGN KEY'} ${nameIn(parts, translation)}`
        )
      )
    case 'createPrimaryKey':
      return alter([sql`ADD PRIMARY KEY (${join(translation.names(second))})`])
    case 'createUniqueConstraint':
    case 'createUniqueConstraints':
      return alter(each((parts) => unique(parts, translation)))
    case 'createCheckConstraint':
      return alter(each((parts) => check(parts, translation)))
    case 'dropUniqueConstraint':
    case 'dropUniqueConstraints':
    case 'dropCheckConstraint':
      return alter(each((parts) => sql`DROP CONSTRAINT ${nameIn(parts, translation)}`))
    default:
      return undefined
  }
}

function known(all: readonly (Sql | undefined)[]): Sql[] | undefined {
  return all.every((each) => each !== undefined) ? [...all] : undefined
}

function prefixed(before: Sql, sql: Sql | undefined): Sql | undefined {
  return sql && [...before, ...sql]
}

/** What `new TableColumn({…})` and its like are given. */
function optionsOf(expression: Expression): Expression {
  const {node, scope} = resolve(expression)
  const [first] = node.type === 'NewExpression' ? (node.arguments as Node[]) : []
  return first === undefined ? {node, scope} : resolve({node: first, scope})
}

function relation(expression: Expression, translation: Translation): Sql {
  return translation.relation(optionOf(optionsOf(expression), 'name') ?? expression)
}

function nameIn(expression: Expression, translation: Translation): Sql {
  return translation.name(optionOf(optionsOf(expression), 'name') ?? expression)
}

function constraintName(options: Expression, translation: Translation): Sql {
  const name = optionOf(options, 'name')
  return name ? sqlFor(name.node)`CONSTRAINT ${translation.name(name)} ` : []
}

function column(expression: Expression, translation: Translation): Sql | undefined {
  const options = optionsOf(expression)
  if (entriesOf(options) === undefined) return undefined
  const {node} = expression
  const sql = sqlFor(node)
  const name = optionOf(options, 'name')
  const type = translation.string(optionOf(options, 'type'))
  if (name === undefined || type === undefined) return undefined
  const length = translation.string(optionOf(options, 'length'))
  const precision = optionOf(options, 'precision')
  const scale = optionOf(options, 'scale')
  const numbers = [precision, scale].flatMap((each) => (each ? [translation.value(each) ?? []] : []))
  const given = optionOf(options, 'default')
  const initial = given && (translation.text(given) ?? undefined)
  if (given !== undefined && initial === undefined) return undefined
  const isGenerated = booleanOf(optionOf(options, 'isGenerated')) === true
  const strategy = translation.string(optionOf(options, 'generationStrategy'))
  const isUuid = strategy === 'uuid'
  const base =
    isGenerated && !isUuid && translation.dialect === 'postgres' ? (/big/i.test(type) ? 'bigserial' : 'serial') : type
  const size = length !== undefined ? sql`(${length})` : numbers.length > 0 ? sql`(${join(numbers)})` : []
  const isPrimary = booleanOf(optionOf(options, 'isPrimary')) === true
  return columnSql(node, {
    name: translation.name(name),
    type: sql`${base}${size}${booleanOf(optionOf(options, 'isArray')) === true ? '[]' : ''}`,
    // https://typeorm.io/docs/migrations/api: columns are not nullable unless they say so.
    notNull: booleanOf(optionOf(options, 'isNullable')) !== true,
    default:
      isGenerated && isUuid ? sql`${translation.dialect === 'postgres' ? 'uuid_generate_v4()' : '(UUID())'}` : initial,
    primaryKey: isPrimary,
    unique: booleanOf(optionOf(options, 'isUnique')) === true,
    autoIncrement: isGenerated && !isUuid && translation.dialect !== 'postgres'
  })
}

function createTable(
  expression: Expression,
  ifNotExists: boolean,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const options = optionsOf(expression)
  const list = (name: string): Expression[] => {
    const all = optionOf(options, name)
    return (all && elementsOf(all)) ?? []
  }
  const table = relation(expression, translation)
  const parts = known([
    ...list('columns').map((each) => column(each, translation)),
    ...list('uniques').map((each) => unique(each, translation, '')),
    ...list('checks').map((each) => check(each, translation, '')),
    ...list('foreignKeys').map((each) => foreignKey(each, translation))
  ])
  const indices = known(list('indices').map((each) => index(table, each, translation)))
  if (parts === undefined || indices === undefined || parts.length === 0) return undefined
  return [createTableSql(node, table, parts, ifNotExists), ...indices]
}

function index(table: Sql, expression: Expression, translation: Translation): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  if (columns === undefined) return undefined
  const name = optionOf(options, 'name')
  const where = optionOf(options, 'where')
  return createIndexSql(expression.node, {
    table,
    name: name && translation.name(name),
    columns: translation.names(columns),
    unique: booleanOf(optionOf(options, 'isUnique')) === true,
    concurrently: booleanOf(optionOf(options, 'isConcurrent')) === true,
    where: where && translation.text(where)
  })
}

function foreignKey(expression: Expression, translation: Translation): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  const table = optionOf(options, 'referencedTableName')
  const references = optionOf(options, 'referencedColumnNames')
  if (!columns || !table || !references) return undefined
  const name = optionOf(options, 'name')
  return foreignKeySql(expression.node, {
    name: name && translation.name(name),
    columns: translation.names(columns),
    table: translation.relation(table),
    references: translation.names(references),
    onDelete: translation.string(optionOf(options, 'onDelete')),
    onUpdate: translation.string(optionOf(options, 'onUpdate'))
  })
}

function unique(expression: Expression, translation: Translation, verb = 'ADD '): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  return (
    columns &&
    sqlFor(expression.node)`${verb}${constraintName(options, translation)}UNIQUE (${join(translation.names(columns))})`
  )
}

function check(expression: Expression, translation: Translation, verb = 'ADD '): Sql | undefined {
  const options = optionsOf(expression)
  const condition = optionOf(options, 'expression')
  const text = condition && translation.text(condition)
  return text && sqlFor(expression.node)`${verb}${constraintName(options, translation)}CHECK (${text})`
}
