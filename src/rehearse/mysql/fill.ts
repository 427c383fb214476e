/** Filling the tables of MySQL and MariaDB. */
import type {FilledTable} from '../rehearsal.js'
import {fillTables} from '../rows/fill.js'
import type {FillCheck, FillDialect, FillTable} from '../rows/table.js'
import type {MysqlLink} from './link.js'
import {candidatesFor} from './values.js'

/** The names that `information_schema` gives its columns differ in case between the servers: each gets an alias. */
interface ColumnRow {
  tab: string
  name: string
  position: number
  data_type: string
  column_type: string
  length: number | null
  numeric_digits: number | null
  scale: number | null
  nullable: string
  given: string | null
  extra: string
  generated: string | null
}

interface KeyRow {
  tab: string
  name: string
  col: string
  target: string
  target_col: string
}

interface CheckRow {
  tab: string
  clause: string
}

interface PartitionRow {
  tab: string
  method: string
  expression: string | null
  description: string | null
}

const columnsQuery = `SELECT c.table_name AS tab, c.column_name AS name, c.ordinal_position AS position, c.data_type AS data_type,
    c.column_type AS column_type, c.character_maximum_length AS length, c.numeric_precision AS numeric_digits,
    c.numeric_scale AS scale, c.is_nullable AS nullable, c.column_default AS given, c.extra AS extra, c.generation_expression AS \`generated\`
  FROM information_schema.columns c JOIN information_schema.tables t
    ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  WHERE c.table_schema = DATABASE() AND t.table_type <> 'VIEW' ORDER BY c.table_name, c.ordinal_position`

const keysQuery = `SELECT table_name AS tab, constraint_name AS name, column_name AS col, referenced_table_name AS target,
    referenced_column_name AS target_col FROM information_schema.key_column_usage
  WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() ORDER BY table_name, constraint_name, ordinal_position`

const checksQuery = `SELECT t.table_name AS tab, k.check_clause AS clause FROM information_schema.check_constraints k
  JOIN information_schema.table_constraints t ON t.constraint_schema = k.constraint_schema AND t.constraint_name = k.constraint_name
  WHERE t.table_schema = DATABASE() AND t.constraint_type = 'CHECK'`

const partitionsQuery = `SELECT table_name AS tab, partition_method AS method, partition_expression AS expression,
    partition_description AS description FROM information_schema.partitions
  WHERE table_schema = DATABASE() AND partition_name IS NOT NULL ORDER BY table_name, partition_ordinal_position`

const digits = `(${Array.from({length: 10}, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ')})`

const dialect: FillDialect = {
  quote,
  numbers(from, to) {
    const places = Math.max(String(to - from).length, 1)
    const names = Array.from({length: places}, (_, place) => `d${place}`)
    const sum = names.map((name, place) => `${10 ** place} * ${name}.d`).join(' + ')
    const tables = names.map((name) => `${digits} AS ${name}`).join(' CROSS JOIN ')
    return `(SELECT n FROM (SELECT ${from} + ${sum} AS n FROM ${tables}) AS counted WHERE n <= ${to}) AS numbers`
  },
  cast: (expression) => expression,
  insert: (into, columns, query, lenient) => `INSERT ${lenient ? 'IGNORE ' : ''}INTO ${into} (${columns}) ${query}`
}

/** Fill all tables of the connection's database; triggers run, and foreign keys are not checked meanwhile. */
export async function fillMysql(link: MysqlLink, rows: number): Promise<FilledTable[]> {
  await link.query('SET SESSION foreign_key_checks = 0')
  const filled = await fillTables(link, dialect, await readFillTables(link), rows)
  await link.query('SET SESSION foreign_key_checks = DEFAULT')
  const names = filled.map(({table}) => quote(table))
  if (names.length > 0) await link.query(`ANALYZE TABLE ${names.join(', ')}`)
  return filled
}

async function readFillTables(link: MysqlLink): Promise<FillTable[]> {
  const columns = await link.read<ColumnRow>(columnsQuery)
  const keys = await link.read<KeyRow>(keysQuery)
  const checks = await link.read<CheckRow>(checksQuery)
  const partitions = await link.read<PartitionRow>(partitionsQuery)
  const of = <Row extends {tab: string}>(rows: readonly Row[], name: string): Row[] =>
    rows.filter(({tab}) => tab === name)
  return [...new Set(columns.map(({tab}) => tab))].map((name) =>
    toTable(name, of(columns, name), of(keys, name), [
      ...of(checks, name).map(({clause}) => unescape(clause)),
      ...boundsOf(of(partitions, name))
    ])
  )
}

function toTable(
  name: string,
  columns: readonly ColumnRow[],
  keys: readonly KeyRow[],
  conditions: readonly string[]
): FillTable {
  const checks: FillCheck[] = conditions.map((condition) => ({
    condition,
    columns: columns.filter((column) => mentions(condition, column.name)).map((column) => column.name)
  }))
  return {
    name,
    label: name,
    into: quote(name),
    source: quote(name),
    columns: columns.filter(isGiven).map((column) => ({
      name: column.name,
      type: undefined,
      nullable: column.nullable === 'YES',
      hasDefault: column.given !== null,
      automatic: /auto_increment/i.test(column.extra) || /^nextval\(/i.test(column.given ?? ''),
      candidates: candidatesFor({
        name: column.name,
        position: column.position,
        dataType: column.data_type.toLowerCase(),
        columnType: column.column_type,
        length: column.length ?? undefined,
        precision: column.numeric_digits ?? undefined,
        scale: column.scale ?? 0,
        conditions: checks.filter((check) => check.columns.includes(column.name)).map(({condition}) => condition)
      })
    })),
    checks,
    foreignKeys: group(keys).map((rows) => ({
      columns: rows.map(({col}) => col),
      target: rows[0]?.target ?? '',
      targetColumns: rows.map(({target_col: column}) => column)
    }))
  }
}

function group(keys: readonly KeyRow[]): KeyRow[][] {
  return [...new Set(keys.map(({name}) => name))].map((name) => keys.filter((key) => key.name === name))
}

/** The server computes the others. */
function isGiven({extra, generated}: ColumnRow): boolean {
  return !/\bGENERATED\b/i.test(extra.replace('DEFAULT_GENERATED', '')) && (generated ?? '') === ''
}

/** Rows that are in no partition are refused: a condition keeps them away. */
function boundsOf(partitions: readonly PartitionRow[]): string[] {
  const [first] = partitions
  const expression = first?.expression
  if (first === undefined || expression === null || expression === undefined) return []
  const descriptions = partitions.flatMap(({description}) => (description === null ? [] : [description]))
  if (/^LIST/.test(first.method)) return [`${expression} IN (${descriptions.join(', ')})`]
  const last = descriptions.at(-1)
  if (!/^RANGE/.test(first.method) || last === undefined || last === 'MAXVALUE' || expression.includes(',')) return []
  return [`${expression} < ${last}`]
}

/** MySQL keeps a check as text with its quotes escaped: `_utf8mb4\\'new\\'`. */
function unescape(clause: string): string {
  return clause.replaceAll("\\'", "'")
}

function mentions(condition: string, name: string): boolean {
  return (
    condition.includes(quote(name)) ||
    new RegExp(`(?<![\\w\`'$])${name.replaceAll(/\W/g, '\\$&')}(?![\\w\`'$(])`, 'i').test(condition)
  )
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
