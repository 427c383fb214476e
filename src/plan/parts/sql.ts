/** Pieces of SQL that recipes write. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {ColumnDefinition, DataType, IndexElement, Name} from '../../operations/definitions.js'
import type {Index, ObjectName} from '../../schema/objects.js'
import type {RecipeView} from '../recipe.js'

/** A text as SQL has it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * Let a sequence, given as an expression, go on where another one stands; one that gave no number yet says so by NULL.
 *
 * https://www.postgresql.org/docs/current/view-pg-sequences.html
 */
export function passOnNumber(sequence: string, {name, schema}: ObjectName): string {
  const from = `schemaname = ${literal(schema)} AND sequencename = ${literal(name)}`
  return `SELECT setval(${sequence}, last_value) FROM pg_sequences WHERE ${from} AND last_value IS NOT NULL`
}

/** Names of types that mean another one without quotes, or are key words. */
const oddTypes: Readonly<Record<string, string>> = {char: '"char"', bit: 'pg_catalog.bit'}

/** What the numbers of an interval's first modifier stand for: the server's `INTERVAL_MASK`. */
const intervalFields: Readonly<Record<string, string>> = {
  2: ' MONTH',
  4: ' YEAR',
  6: ' YEAR TO MONTH',
  8: ' DAY',
  1024: ' HOUR',
  1032: ' DAY TO HOUR',
  2048: ' MINUTE',
  3072: ' HOUR TO MINUTE',
  3080: ' DAY TO MINUTE',
  4096: ' SECOND',
  6144: ' MINUTE TO SECOND',
  7168: ' HOUR TO SECOND',
  7176: ' DAY TO SECOND'
}

/** A type as it is written in a definition or a cast. */
export function typeSql({arrayDimensions, modifiers, name, schema}: DataType): string {
  const odd = schema === undefined ? oddTypes[name] : undefined
  return (odd ?? quoteFullName({schema, name})) + sizeSql(name, modifiers) + '[]'.repeat(arrayDimensions)
}

function sizeSql(type: string, modifiers: readonly string[]): string {
  if (modifiers.length === 0) return ''
  if (type !== 'interval') return `(${modifiers.join(', ')})`
  const [fields = '', precision] = modifiers
  return (intervalFields[fields] ?? '') + (precision === undefined ? '' : `(${precision})`)
}

/** A column's name, type and collation: what is the same before there is a value in it. */
export function bareColumnSql(name: string, type: DataType, collation: string | undefined): string {
  const collate = collation === undefined ? '' : ` COLLATE ${collation.split('.').map(quoteName).join('.')}`
  return `${quoteName(name)} ${typeSql(type)}${collate}`
}

/** `ALTER TABLE` with the table as the statement names it. */
export function alterTable({only, table}: {table: Name; only?: boolean | undefined}): string {
  return `ALTER TABLE ${only === true ? 'ONLY ' : ''}${quoteFullName(table)}`
}

/** The full name of the table that a statement names. */
export function objectOf(name: Name, {catalog, session, table}: RecipeView): ObjectName {
  const found = table(name)
  if (found) return {schema: found.schema, name: found.name}
  return session.resolve(name, () => false, catalog)
}

/** The elements of an index, each as it is written between the brackets; `undefined` where one is not known. */
export function elementsSql(elements: readonly IndexElement[]): string | undefined {
  const written = elements.map(elementSql)
  return written.every((each) => each !== undefined) ? written.join(', ') : undefined
}

function elementSql(element: IndexElement): string | undefined {
  const {collation, column, descending, expression, nullsFirst, operatorClass} = element
  if (column === undefined && (expression === undefined || expression.text === '')) return undefined
  const base = column === undefined ? `(${expression?.text ?? ''})` : quoteName(column)
  return [
    base,
    ...(collation === undefined ? [] : [`COLLATE ${collation.split('.').map(quoteName).join('.')}`]),
    ...(operatorClass === undefined ? [] : [operatorClass]),
    ...(descending === true ? ['DESC'] : []),
    ...(nullsFirst === undefined ? [] : [`NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`])
  ].join(' ')
}

/** What stands after the table in `CREATE INDEX`; `undefined` where something of it is not known. */
export function indexTailSql(index: Omit<Index, 'name' | 'primary' | 'valid'>): string | undefined {
  const {elements, include, method, nullsNotDistinct, options = {}, where} = index
  const keys = elementsSql(elements)
  if (keys === undefined || where?.text === '') return undefined
  const storage = Object.entries(options).map(([name, value]) => `${name} = ${value}`)
  return [
    ...(method === undefined ? [] : [`USING ${quoteName(method)}`]),
    `(${keys})`,
    ...(include.length === 0 ? [] : [`INCLUDE (${include.map(quoteName).join(', ')})`]),
    ...(nullsNotDistinct === true ? ['NULLS NOT DISTINCT'] : []),
    ...(storage.length === 0 ? [] : [`WITH (${storage.join(', ')})`]),
    ...(where === undefined ? [] : [`WHERE ${where.text}`])
  ].join(' ')
}

/** Whether every row that is there gets another value than the next one: by a sequence of the server. */
export function numbersItself({identity, type}: ColumnDefinition): boolean {
  return identity !== undefined || type?.serial === true
}
