/** Columns as Sequelize's migrations describe them. https://sequelize.org/docs/v6/other-topics/query-interface/ */
import {entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {columnSql} from '../../text/ddl.js'
import type {ColumnParts} from '../../text/ddl.js'
import {booleanOf, optionOf, quoteText} from '../../text/names.js'
import {sqlFor, textOf} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {nameOfTable} from './sequelize-names.js'
import type {TableName} from './sequelize-names.js'
import {sequelizeType} from './sequelize-types.js'

/** A column, and what Sequelize sends beside it. */
export interface Column {
  name: Sql
  /** As it stands behind the name; without the key of several columns. */
  parts: ColumnParts
  isKey: boolean
  /** `REFERENCES …`, which MySQL does not take behind a column. */
  references: Sql | undefined
  /** Statements before: the type of an enumeration. */
  before: Sql[]
  comment: Sql | undefined
}

/** A column of `createTable`, `addColumn` or `changeColumn`; `undefined`: not all of it is known. */
export function columnOf(
  given: Sql,
  bareName: string | undefined,
  expression: Expression,
  table: TableName,
  translation: Translation
): Column | undefined {
  const {dialect} = translation
  const options = resolve(expression)
  const isDescribed = entriesOf(options) !== undefined
  const typed = isDescribed ? optionOf(options, 'type') : expression
  const field = optionOf(options, 'field')
  const name = field ? translation.name(field) : given
  const before: Sql[] = []
  const type =
    typed &&
    sequelizeType(typed, translation, (values) => {
      const listed = values.flatMap((value, index) => (index === 0 ? value : [...sqlFor(typed.node)`, `, ...value]))
      if (dialect !== 'postgres') return sqlFor(typed.node)`ENUM(${listed})`
      const column = translation.string(field) ?? bareName
      if (column === undefined || table.name === undefined) return undefined
      const own = `${translation.quote(table.schema ?? 'public')}.${translation.quote(`enum_${table.name}_${column}`)}`
      before.push(enumerationSql(typed, own, listed))
      return sqlFor(typed.node)`${own}`
    })
  if (type === undefined) return undefined
  const value = optionOf(options, 'defaultValue')
  const initial = value && defaultOf(value, type, translation)
  if (value && initial === undefined) return undefined
  const isCounted = booleanOf(optionOf(options, 'autoIncrement')) === true
  const sql = sqlFor(expression.node)
  const comment = optionOf(options, 'comment')
  const after = optionOf(options, 'after')
  const isSerial = isCounted && dialect === 'postgres'
  return {
    name,
    isKey: booleanOf(optionOf(options, 'primaryKey')) === true,
    references: referencesOf(options, translation),
    before,
    comment: comment && translation.value(comment),
    parts: {
      name,
      type: isSerial ? sql`${/big/i.test(textOf(type)) ? 'BIGSERIAL' : 'SERIAL'}` : type,
      notNull: booleanOf(optionOf(options, 'allowNull')) === false && !isSerial ? true : undefined,
      default: initial?.length === 0 ? undefined : initial,
      unique: booleanOf(optionOf(options, 'unique')) === true,
      autoIncrement: isCounted && dialect !== 'postgres',
      end:
        dialect === 'postgres'
          ? []
          : [
              ...(comment ? sql` COMMENT ${translation.value(comment) ?? []}` : []),
              ...(after ? sql` AFTER ${translation.name(after)}` : [])
            ]
    }
  }
}

/** As Sequelize makes types: those that are there stay. */
function enumerationSql({node}: Expression, name: string, values: Sql): Sql {
  const inText = (text: string): string => text.replaceAll("'", "''")
  const listed = values.map((piece) => ({...piece, text: inText(piece.text), exact: false}))
  return sqlFor(
    node
  )`DO 'BEGIN CREATE TYPE ${inText(name)} AS ENUM(${listed}); EXCEPTION WHEN duplicate_object THEN null; END'`
}

/** A value, `Sequelize.literal('…')`, `Sequelize.fn('NOW')`; nothing where the application fills it in, or MySQL takes none. */
function defaultOf(expression: Expression, type: Sql, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(expression)
  const sql = sqlFor(expression.node)
  const {dialect} = translation
  if (dialect !== 'postgres' && /^(?:TEXT|BLOB|GEOMETRY|JSON)$/.test(textOf(type))) return []
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const {property} = node.callee
    const [first] = node.arguments
    const name = property.type === 'Identifier' ? property.name : ''
    const text = first && translation.text({node: first, scope})
    if (name === 'literal') return text
    return name === 'fn' && text && node.arguments.length === 1 ? sql`${text}()` : undefined
  }
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') {
    if (/^(?:NOW|UUIDV\d)$/.test(node.property.name)) return []
  }
  // A plain value, such as a member of an enumeration that is imported: it is sent as a constant.
  if (node.type === 'MemberExpression' || node.type === 'Identifier') {
    return translation.value(expression) ?? translation.standIn(expression)
  }
  // Which list or document it is matters to nobody else.
  if (node.type === 'ArrayExpression' && textOf(type).endsWith('[]')) return sql`ARRAY[]::${type}`
  if (node.type === 'ArrayExpression' || node.type === 'ObjectExpression') return sql`${quoteText('{}', dialect)}`
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
  const target = nameOfTable(model, translation).sql
  return sql`${target} (${key ? translation.name(key) : translation.quote('id')})${actions.join('')}`
}

/** `addColumn`. */
export function addColumnSql(table: TableName, column: Column, {node}: Expression, translation: Translation): Sql[] {
  const sql = sqlFor(node)
  const {before, comment, isKey, name, parts, references} = column
  const isPostgres = translation.dialect === 'postgres'
  const written = columnSql(node, {...parts, primaryKey: isKey, references: isPostgres ? references : undefined})
  const constraint = `${table.name ?? ''}_${textOf(name).replaceAll('`', '')}_foreign_idx`
  const key =
    isPostgres || references === undefined
      ? []
      : sql`, ADD CONSTRAINT ${translation.quote(constraint)} FOREIGN KEY (${name}) REFERENCES ${references}`
  return [
    ...before,
    sql`ALTER TABLE ${table.inSchema} ADD COLUMN ${written}${key}`,
    ...commentSql(table, column, translation, sql, comment)
  ]
}

/** On PostgreSQL; MySQL has it beside the column. */
export function commentSql(
  table: TableName,
  {name}: Column,
  {dialect}: Translation,
  sql: ReturnType<typeof sqlFor>,
  comment: Sql | undefined
): Sql[] {
  return dialect === 'postgres' && comment ? [sql`COMMENT ON COLUMN ${table.sql}.${name} IS ${comment}`] : []
}

/** `changeColumn`: with a reference it sends nothing but the key; else what is not said of the column is taken away. */
export function changeColumnSql(table: TableName, column: Column, {node}: Expression, {dialect}: Translation): Sql[] {
  const sql = sqlFor(node)
  const {before, name, parts, references} = column
  const alter = sql`ALTER TABLE ${table.sql} `
  const change = sql`${alter}ALTER COLUMN ${name} `
  const key = references && sql`${alter}ADD FOREIGN KEY (${name}) REFERENCES ${references}`
  if (dialect !== 'postgres') return [key ?? sql`${alter}CHANGE ${name} ${columnSql(node, parts)}`]
  const using = before.length > 0 ? sql` USING (${name}::${parts.type})` : []
  const drops = (what: string): Sql[] => (key ? [] : [sql`${change}DROP ${what}`])
  return [
    ...(parts.notNull === true ? [sql`${change}SET NOT NULL`] : drops('NOT NULL')),
    ...(parts.default ? [sql`${change}SET DEFAULT ${parts.default}`] : drops('DEFAULT')),
    ...before,
    ...(parts.unique === true ? [sql`${alter}ADD UNIQUE (${name})`] : []),
    key ?? sql`${change}TYPE ${parts.type}${using}`
  ]
}
