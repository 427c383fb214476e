/** Columns as TypeORM's `TableColumn` describes them. https://typeorm.io/docs/migrations/api */
import {elementsOf, entriesOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {columnSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {besideTable, optionsOf} from './typeorm-names.js'
import type {TableName} from './typeorm-names.js'

/** A column, and what is sent beside it. */
export interface Column {
  /** As it is written. */
  name: Sql
  /** `undefined`: known only when the script runs. */
  text: string | undefined
  sql: Sql
  /** The type of an enumeration, before. */
  before: Sql[]
  /** Its comment on PostgreSQL, afterwards. */
  after: Sql[]
  isPrimary: boolean
  isUnique: boolean
  keyName: Expression | undefined
}

/** The column that an expression describes; `undefined`: not all of it is known. */
export function columnOf(expression: Expression, table: TableName, translation: Translation): Column | undefined {
  const options = optionsOf(expression)
  const name = optionOf(options, 'name')
  const typed = optionOf(options, 'type')
  if (entriesOf(options) === undefined || name === undefined || typed === undefined) return undefined
  const {dialect} = translation
  const sql = sqlFor(expression.node)
  const is = (option: string): boolean => booleanOf(optionOf(options, option)) === true
  const before: Sql[] = []
  const type = typeOf(options, typed, table, before, sql, translation)
  const given = optionOf(options, 'default')
  const initial = given && translation.text(given)
  if (type === undefined || (given !== undefined && initial === undefined)) return undefined
  const strategy = is('isGenerated') ? (translation.string(optionOf(options, 'generationStrategy')) ?? 'increment') : ''
  const comment = optionOf(options, 'comment')
  const words = comment && translation.value(comment)
  const written = translation.name(name)
  return {
    name: written,
    text: translation.string(name),
    before,
    after: dialect === 'postgres' && words ? [sql`COMMENT ON COLUMN ${table.sql}.${written} IS ${words}`] : [],
    isPrimary: is('isPrimary'),
    isUnique: is('isUnique'),
    keyName: optionOf(options, 'primaryKeyConstraintName'),
    sql: columnSql(expression.node, {
      name: written,
      type: [...counted(type, strategy, options, sql, translation), ...modifiers(options, sql, translation)],
      // https://typeorm.io/docs/migrations/api: columns are not nullable unless they say so.
      notNull: is('isNullable') ? (dialect === 'postgres' ? undefined : false) : true,
      default: strategy === 'uuid' && dialect === 'postgres' ? sql`uuid_generate_v4()` : initial,
      autoIncrement: strategy === 'increment' && dialect !== 'postgres',
      end: dialect === 'postgres' ? [] : behind(options, words, sql, translation)
    })
  }
}

function typeOf(
  options: Expression,
  typed: Expression,
  table: TableName,
  before: Sql[],
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql | undefined {
  const type = translation.string(typed)
  if (type === undefined) return undefined
  const isPostgres = translation.dialect === 'postgres'
  const array = booleanOf(optionOf(options, 'isArray')) === true ? '[]' : ''
  if (type === 'enum' || type === 'simple-enum') {
    const listed = optionOf(options, 'enum')
    const values = listed && elementsOf(listed)?.map((value) => translation.value(value) ?? [])
    if (values === undefined) return undefined
    if (!isPostgres) return sql`enum(${join(values)})`
    const column = translation.string(optionOf(options, 'name')) ?? ''
    const bare = table.path?.split('.').at(-1) ?? ''
    const own = translation.string(optionOf(options, 'enumName')) ?? `${bare}_${column}_enum`
    const name = besideTable(table, own, translation)
    before.push(sql`CREATE TYPE ${name} AS ENUM (${join(values)})`)
    return sql`${name}${array}`
  }
  const length = translation.string(optionOf(options, 'length'))
  const numbers = ['precision', 'scale'].flatMap((name) => {
    const value = optionOf(options, name)
    return value ? [translation.value(value) ?? []] : []
  })
  // MySQL takes no text of this kind without a length.
  const usual = !isPostgres && /^(?:varchar|nvarchar|varbinary)$/i.test(type) ? '255' : undefined
  const size = length ?? (numbers.length > 0 ? undefined : usual)
  return sql`${type}${size !== undefined ? sql`(${size})` : numbers.length > 0 ? sql`(${join(numbers)})` : []}${array}`
}

/** With what counts it; MySQL says that behind the column. */
function counted(
  type: Sql,
  strategy: string,
  options: Expression,
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql {
  if (translation.dialect !== 'postgres') return type
  const name = translation.string(optionOf(options, 'type')) ?? ''
  if (strategy === 'increment')
    return sql`${/big|int8/i.test(name) ? 'BIGSERIAL' : /small|int2/i.test(name) ? 'SMALLSERIAL' : 'SERIAL'}`
  if (strategy !== 'identity') return type
  const always = translation.string(optionOf(options, 'generatedIdentity')) === 'ALWAYS'
  return sql`${type} GENERATED ${always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`
}

/** What stands between the type and the rest. */
function modifiers(options: Expression, sql: ReturnType<typeof sqlFor>, translation: Translation): Sql {
  const [charset, collation] = ['charset', 'collation'].map((name) => translation.string(optionOf(options, name)))
  const isPostgres = translation.dialect === 'postgres'
  return [
    ...(!isPostgres && booleanOf(optionOf(options, 'unsigned')) === true ? sql` UNSIGNED` : []),
    ...(charset === undefined ? [] : sql` CHARACTER SET ${charset}`),
    ...(collation === undefined ? [] : sql` COLLATE ${isPostgres ? translation.quote(collation) : collation}`)
  ]
}

function behind(
  options: Expression,
  comment: Sql | undefined,
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql {
  const update = translation.string(optionOf(options, 'onUpdate'))
  return [
    ...(update === undefined ? [] : sql` ON UPDATE ${update}`),
    ...(comment === undefined ? [] : sql` COMMENT ${comment}`)
  ]
}
