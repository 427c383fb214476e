/** Indexes and constraints as Sequelize's migrations describe them. */
import {chainOf} from '../../script/chain.js'
import {elementsOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {createIndexSql, foreignKeySql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {fieldsOf, nameFromFields, nameOfTable} from './sequelize-names.js'
import type {TableName} from './sequelize-names.js'

/** `addIndex(table, fields, options)`, or with the fields among the options. */
export function addIndex(
  table: TableName,
  second: Expression,
  third: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const given = elementsOf(second) ? second : optionOf(second, 'fields')
  const options = elementsOf(second) ? third : second
  const columns = given && (elementsOf(given) ?? [given]).map((field) => indexedOf(field, translation))
  if (given === undefined || columns?.every((column) => column !== undefined) !== true) return undefined
  const sql = sqlFor(node)
  const own = optionOf(options, 'name')
  const name = own ? translation.name(own) : sql`${nameFromFields(table, fieldsOf(given, translation), translation)}`
  const type = translation.string(optionOf(options, 'type'))?.toUpperCase()
  const unique = booleanOf(optionOf(options, 'unique')) === true || type === 'UNIQUE'
  const method = translation.string(optionOf(options, 'using'))
  if (translation.dialect !== 'postgres') {
    const kind = unique ? 'UNIQUE ' : type === undefined ? '' : `${type} `
    const using = method === undefined ? '' : ` USING ${method}`
    return [sql`ALTER TABLE ${table.sql} ADD ${kind}INDEX ${name}${using} (${join(columns)})`]
  }
  return [
    createIndexSql(node, {
      table: table.sql,
      name,
      columns,
      unique,
      concurrently: booleanOf(optionOf(options, 'concurrently')) === true,
      method,
      // A condition is written in objects.
      where: optionOf(options, 'where') && sql`(SELECT true)`
    })
  ]
}

/** A column of an index; `undefined`: an expression that is known only when the script runs. */
function indexedOf(field: Expression, translation: Translation): Sql | undefined {
  const resolved = resolve(field)
  const sql = sqlFor(field.node)
  if (resolved.node.type === 'CallExpression') return expressionOf(resolved, translation)
  const name = optionOf(resolved, 'name') ?? optionOf(resolved, 'attribute') ?? field
  const length = optionOf(resolved, 'length')
  const order = translation.string(optionOf(resolved, 'order'))
  const collate = optionOf(resolved, 'collate')
  const isPostgres = translation.dialect === 'postgres'
  return [
    ...translation.name(name),
    ...(isPostgres && collate ? sql` COLLATE ${translation.name(collate)}` : []),
    ...(!isPostgres && length ? sql`(${translation.value(length) ?? []})` : []),
    ...(order === undefined ? [] : sql` ${order}`)
  ]
}

/** `fn('lower', col('name'))`, `literal('…')`. */
function expressionOf(expression: Expression, translation: Translation): Sql | undefined {
  const chain = chainOf(expression)
  const link = chain?.links.at(-1)
  const root = chain?.root.node.type === 'Identifier' ? chain.root.node.name : ''
  const [name, args] = link ? [link.name, link.args] : [root, chain?.rootArgs]
  const [first, ...rest] = args ?? []
  if (first === undefined) return undefined
  if (name === 'literal') return translation.text(first)
  if (name === 'col') return translation.relation(first)
  const called = name === 'fn' ? translation.string(first) : undefined
  if (called === undefined) return undefined
  const given = rest.map((each) => expressionOf(resolve(each), translation) ?? translation.value(each))
  return given.every((each) => each !== undefined) ? sqlFor(expression.node)`${called}(${join(given)})` : undefined
}

/** `addConstraint(table, options)`, or in the old way with the fields before. */
export function addConstraint(
  table: TableName,
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
  const own = optionOf(options, 'name')
  const sql = sqlFor(node)
  const columns = fieldsOf(fields, translation)
  const add = (what: Sql, ...suffix: string[]): Sql[] => [
    sql`ALTER TABLE ${table.sql} ADD CONSTRAINT ${own ? translation.name(own) : nameFromFields(table, columns, translation, suffix)} ${what}`
  ]
  switch (type) {
    case 'unique':
      return add(sql`UNIQUE (${join(columns)})`, 'uk')
    case 'primary key':
      return add(sql`PRIMARY KEY (${join(columns)})`, 'pk')
    case 'foreign key': {
      const references = optionOf(options, 'references')
      const target = optionOf(references && resolve(references), 'table')
      const field =
        optionOf(references && resolve(references), 'field') ?? optionOf(references && resolve(references), 'fields')
      if (!target || !field) return undefined
      const to = nameOfTable(target, translation)
      const key = foreignKeySql(node, {
        columns,
        table: to.sql,
        references: fieldsOf(field, translation),
        onDelete: translation.string(optionOf(options, 'onDelete')),
        onUpdate: translation.string(optionOf(options, 'onUpdate'))
      })
      return add(key, to.name ?? '', 'fk')
    }
    default:
      // A check is written in objects.
      return undefined
  }
}
