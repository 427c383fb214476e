/** Tables and columns of node-pg-migrate. */
import {elementsOf, entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {alterTableSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor, textOf} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {constraintsOf, isDescribed, referencesOf} from './node-pg-migrate-constraints.js'
import {deferrable, flag, knowsAll, relation} from './node-pg-migrate-options.js'

/** https://salsita.github.io/node-pg-migrate/migrations/columns */
const typeAliases: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
  id: 'serial PRIMARY KEY'
}

const columnOptions = [
  'type',
  'collation',
  'default',
  'unique',
  'primaryKey',
  'notNull',
  'check',
  'references',
  'match',
  'onDelete',
  'onUpdate',
  'referencesConstraintName',
  'deferrable',
  'deferred',
  'sequenceGenerated',
  'expressionGenerated',
  'comment'
]

/** `CREATE TABLE`, and its comments; `undefined`: something about it is not known. */
export function createTable(
  given: Expression,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const table = relation(given, translation)
  const keys = (entriesOf(resolve(columns)) ?? []).filter(([, value]) => isPrimaryKey(value))
  const parts = columnsOf(columns, translation, keys.length > 1)
  const described = optionOf(options, 'constraints')
  const constraints = described && constraintsOf(described, given, undefined, translation)
  const known = ['ifNotExists', 'constraints', 'temporary', 'unlogged', 'comment']
  if (parts === undefined || (described && !constraints) || !knowsAll(options, known)) return undefined

  const sql = sqlFor(node)
  const key = sql`PRIMARY KEY (${join(keys.map(([name]) => sql`${translation.quote(name)}`))})`
  const all = [...parts, ...(constraints ?? []), ...(keys.length > 1 ? [key] : [])]
  const words = `CREATE ${flag(options, 'temporary', 'TEMPORARY ')}${flag(options, 'unlogged', 'UNLOGGED ')}TABLE`
  const comment = optionOf(options, 'comment')
  const text = comment && translation.value(comment)
  return [
    sql`${words} ${flag(options, 'ifNotExists', 'IF NOT EXISTS ')}${table} (${join(all)})`,
    ...commentsOf(columns, table, translation),
    ...(text ? [sql`COMMENT ON TABLE ${table} IS ${text}`] : [])
  ]
}

/** `ADD COLUMN`, and its comments. */
export function addColumns(
  given: Expression,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const table = relation(given, translation)
  const parts = columnsOf(columns, translation)
  if (parts === undefined || !knowsAll(options, ['ifNotExists'])) return undefined
  const sql = sqlFor(node)
  const added = parts.map((column) => sql`ADD COLUMN ${flag(options, 'ifNotExists', 'IF NOT EXISTS ')}${column}`)
  return [alterTableSql(node, table, added), ...commentsOf(columns, table, translation)]
}

/** `ALTER COLUMN`. */
export function alterColumn(
  given: Expression,
  column: Expression,
  options: Expression,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const resolved = resolve(options)
  const known = ['default', 'type', 'using', 'collation', 'notNull', 'allowNull', 'comment', 'sequenceGenerated']
  if (!isDescribed(options) || !knowsAll(options, known)) return undefined
  const sql = sqlFor(node)
  const name = translation.name(column)
  const prefix = sql`ALTER COLUMN ${name}`
  const actions: Sql[] = []

  const initial = optionOf(resolved, 'default')
  if (initial) {
    const value = defaultOf(initial, translation)
    if (value === undefined) return undefined
    actions.push(textOf(value) === 'NULL' ? sql`${prefix} DROP DEFAULT` : sql`${prefix} SET DEFAULT ${value}`)
  }
  const type = translation.string(optionOf(resolved, 'type'))
  if (type !== undefined) {
    const using = optionOf(resolved, 'using')
    const converted = using && translation.text(using)
    const collation = translation.string(optionOf(resolved, 'collation'))
    const collated = collation === undefined ? '' : ` COLLATE ${collation}`
    actions.push(sql`${prefix} SET DATA TYPE ${typeOf(type)}${collated}${converted ? sql` USING ${converted}` : ''}`)
  }
  const notNull = booleanOf(optionOf(resolved, 'notNull'))
  if (notNull === true) actions.push(sql`${prefix} SET NOT NULL`)
  else if (booleanOf(optionOf(resolved, 'allowNull')) === true || notNull === false) {
    actions.push(sql`${prefix} DROP NOT NULL`)
  }
  const sequence = optionOf(resolved, 'sequenceGenerated')
  if (sequence && booleanOf(sequence) !== false) return undefined
  if (sequence) actions.push(sql`${prefix} DROP IDENTITY`)

  const table = relation(given, translation)
  const comment = optionOf(resolved, 'comment')
  const text = comment && translation.value(comment)
  if (actions.length === 0 && text === undefined) return undefined
  return [
    ...(actions.length > 0 ? [alterTableSql(node, table, actions)] : []),
    ...(text ? [sql`COMMENT ON COLUMN ${table}.${name} IS ${text}`] : [])
  ]
}

/** Columns as they are written; `undefined`: something about one is not known. */
function columnsOf(expression: Expression, translation: Translation, keyApart = false): Sql[] | undefined {
  const columns = entriesOf(resolve(expression))?.map(([name, value]) => columnOf(name, value, translation, keyApart))
  return columns?.every((column) => column !== undefined) ? columns : undefined
}

function isPrimaryKey(column: Expression): boolean {
  return booleanOf(optionOf(resolve(column), 'primaryKey')) === true
}

function commentsOf(columns: Expression, table: Sql, translation: Translation): Sql[] {
  return (entriesOf(resolve(columns)) ?? []).flatMap(([name, value]) => {
    const comment = optionOf(resolve(value), 'comment')
    const text = comment && translation.value(comment)
    return text ? [sqlFor(value.node)`COMMENT ON COLUMN ${table}.${translation.quote(name)} IS ${text}`] : []
  })
}

/** The type of a column, by its name here. */
export function typeOf(text: string): string {
  return typeAliases[text.toLowerCase()] ?? text
}

function columnOf(name: string, value: Expression, translation: Translation, keyApart: boolean): Sql | undefined {
  const sql = sqlFor(value.node)
  const quoted = translation.quote(name)
  const plain = translation.string(value)
  if (plain !== undefined) return sql`${quoted} ${typeOf(plain)}`
  const options = resolve(value)
  const type = translation.string(optionOf(options, 'type'))
  if (!isDescribed(value) || type === undefined || !knowsAll(value, columnOptions)) return undefined

  const given = optionOf(options, 'default')
  const initial = given && defaultOf(given, translation)
  const check = optionOf(options, 'check')
  const checked = check && translation.text(check)
  const generation = generationOf(options, translation)
  if ((given && !initial) || (check && !checked) || generation === undefined) return undefined
  const collation = translation.string(optionOf(options, 'collation'))
  const references = referencesOf(options, translation)
  const named = optionOf(options, 'referencesConstraintName')
  return sql`${quoted} ${typeOf(type)}${collation === undefined ? '' : ` COLLATE ${collation}`}${
    initial ? sql` DEFAULT ${initial}` : ''
  }${flag(options, 'unique', ' UNIQUE')}${keyApart ? '' : flag(options, 'primaryKey', ' PRIMARY KEY')}${flag(
    options,
    'notNull',
    ' NOT NULL'
  )}${checked ? sql` CHECK (${checked})` : ''}${references && named ? sql` CONSTRAINT ${translation.name(named)}` : ''}${
    references ? sql` REFERENCES ${references}` : ''
  }${deferrable(options)}${generation}`
}

/** Of an identity or a computed column; empty for others, `undefined`: not known. */
function generationOf(options: Expression, translation: Translation): string | undefined {
  const sequence = optionOf(options, 'sequenceGenerated')
  const precedence = translation.string(optionOf(sequence, 'precedence'))
  if (sequence && (precedence === undefined || !knowsAll(sequence, ['precedence']))) return undefined
  const computed = optionOf(options, 'expressionGenerated')
  const expression = translation.string(computed)
  if (computed && expression === undefined) return undefined
  const identity = sequence ? ` GENERATED ${precedence ?? ''} AS IDENTITY` : ''
  return expression === undefined ? identity : `${identity} GENERATED ALWAYS AS (${expression}) STORED`
}

/** A value, a list of values, or `pgm.func('…')`. */
function defaultOf(expression: Expression, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(expression)
  if (node.type === 'CallExpression') {
    const [first] = node.arguments
    return first && translation.text({node: first, scope})
  }
  const elements = elementsOf(expression)?.map((element) => translation.value(element))
  if (elements === undefined) return translation.value(expression)
  return elements.every((element) => element !== undefined)
    ? sqlFor(expression.node)`ARRAY[${join(elements)}]`
    : undefined
}
