/** From the rows of information_schema to the catalog. */
import type {Server} from '../../../server/server.js'
import type {PartitionBy} from '../../../operations/definitions.js'
import type {Reader} from '../../../operations/script.js'
import {Catalog} from '../../catalog.js'
import {columnsUsed} from '../../expressions.js'
import type {Column, Constraint, Index, ObjectName, Table, Trigger} from '../../objects.js'
import {keyOf} from '../../objects.js'
import {storeRoutines, storeTable} from '../../store.js'
import {toColumn} from './columns.js'
import type {
  CheckRow,
  ColumnRow,
  ForeignKeyRow,
  PartitionRow,
  RoutineRow,
  RowVersionRow,
  SchemaRow,
  StatisticRow,
  TableRow,
  TriggerRow,
  ViewRow
} from './queries.js'

/** All that was asked, in rows. */
export interface Rows {
  schemas: SchemaRow[]
  tables: TableRow[]
  columns: ColumnRow[]
  statistics: StatisticRow[]
  foreignKeys: ForeignKeyRow[]
  checks: CheckRow[]
  partitions: PartitionRow[]
  triggers: TriggerRow[]
  routines: RoutineRow[]
  views: ViewRow[]
  /** Empty where there are none, or nobody may see them. */
  rowVersions: RowVersionRow[]
  /** Partitions that were looked into and hold no rows. */
  emptyPartitions: PartitionRow[]
}

interface OfTable {
  db: string
  relation: string
}

function groupByTable<Row extends OfTable>(rows: readonly Row[]): (table: TableRow) => Row[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf({schema: row.db, name: row.relation})
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return ({db, name}) => groups.get(keyOf({schema: db, name})) ?? []
}

/** Rows that follow one another under one name. */
function groupByName<Row extends {name: string}>(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.name, [...(groups.get(row.name) ?? []), row])
  return [...groups.values()]
}

function toIndexes(rows: readonly StatisticRow[]): Index[] {
  return groupByName(rows).flatMap((parts): Index[] => {
    const [first] = parts
    if (!first) return []
    const unique = Number(first.nonUnique) === 0
    return [
      {
        name: first.name,
        unique,
        method: first.method.toLowerCase(),
        elements: parts.map(({column, direction, expression, part}) => ({
          ...(column === null ? {expression: {text: expression ?? ''}} : {column}),
          ...(direction === 'D' && {descending: true}),
          // A FULLTEXT or SPATIAL index has no prefixes; the server shows the size of its keys there.
          ...(part !== null && first.method === 'BTREE' && {length: Number(part)})
        })),
        include: [],
        primary: first.name === 'PRIMARY',
        valid: true,
        ...(unique && {constraint: first.name}),
        ...(first.hidden === 'YES' && {invisible: true})
      }
    ]
  })
}

function toKeys(indexes: readonly Index[]): Constraint[] {
  return indexes
    .filter(({unique}) => unique)
    .map(({elements, name, primary}) => ({
      type: primary ? ('primary-key' as const) : ('unique' as const),
      name,
      columns: elements.flatMap(({column}) => column ?? []),
      valid: true,
      enforced: true,
      indexName: name
    }))
}

const implied = new Set(['NO ACTION', 'RESTRICT'])

function toForeignKeys(rows: readonly ForeignKeyRow[]): Constraint[] {
  return groupByName(rows).flatMap((parts): Constraint[] => {
    const [first] = parts
    if (!first) return []
    const {name, onDelete, onUpdate, target, targetDb} = first
    return [
      {
        type: 'foreign-key',
        name,
        columns: parts.map(({column}) => column),
        valid: true,
        enforced: true,
        references: {
          table: {schema: targetDb, name: target},
          columns: parts.map(({targetColumn}) => targetColumn),
          ...(!implied.has(onDelete) && {onDelete: onDelete.toLowerCase()}),
          ...(!implied.has(onUpdate) && {onUpdate: onUpdate.toLowerCase()})
        }
      }
    ]
  })
}

function toChecks(rows: readonly CheckRow[], columns: readonly Column[]): Constraint[] {
  return rows.map(({clause, enforced, name}) => ({
    type: 'check',
    name,
    columns: columnsUsed({text: clause}, columns),
    expression: {text: clause},
    valid: enforced === 'YES',
    enforced: enforced === 'YES'
  }))
}

function toPartitionBy(rows: readonly PartitionRow[]): PartitionBy | undefined {
  const [first] = rows
  if (!first) return undefined
  const method = first.method.toLowerCase()
  const strategy = (['range', 'list', 'hash', 'key', 'system_time'] as const).find((each) => method.includes(each))
  const parts = (first.expression ?? '').split(',').filter((part) => part !== '')
  return {
    strategy: strategy ?? 'hash',
    key: parts.map((part) => {
      const bare = /^`((?:[^`]|``)+)`$/.exec(part.trim())?.[1]
      return bare === undefined ? {expression: {text: part.trim()}} : {column: bare.replaceAll('``', '`')}
    }),
    partitions: rows.map(({name}) => name)
  }
}

/** `row_format=COMPRESSED key_block_size=8`; what the table was made with, where that says more. */
function toOptions({collation, createOptions, engine, rowFormat}: TableRow): Record<string, string> {
  const written = [...(createOptions ?? '').matchAll(/([a-z_]+)="?([^\s"]+)"?/gi)]
    .map(([, name, value]): [string, string] => [name?.toLowerCase() ?? '', value ?? ''])
    .filter(([name]) => name !== 'partitioned')
  return {
    ...(engine !== null && {engine}),
    ...(rowFormat !== null && {row_format: rowFormat}),
    ...(collation !== null && {charset: collation.split('_')[0] ?? collation, collation}),
    ...Object.fromEntries(written)
  }
}

/** Build the catalog. */
export function buildCatalog(rows: Rows, server: Server, reader: Reader): Catalog {
  const catalog = new Catalog()
  const of = {
    columns: groupByTable(rows.columns),
    statistics: groupByTable(rows.statistics),
    foreignKeys: groupByTable(rows.foreignKeys),
    checks: groupByTable(rows.checks),
    partitions: groupByTable(rows.partitions),
    emptyPartitions: groupByTable(rows.emptyPartitions),
    triggers: groupByTable(rows.triggers),
    views: groupByTable(rows.views)
  }
  const versions = new Map(rows.rowVersions.map(({file, used}) => [file, Number(used)]))
  for (const row of rows.tables) {
    const columns = of.columns(row).map((column) => toColumn(column, server, reader))
    const indexes = toIndexes(of.statistics(row))
    const partitionBy = toPartitionBy(of.partitions(row))
    const isView = row.kind.includes('VIEW')
    const used = versions.get(`${fileName(row.db)}/${fileName(row.name)}`)
    const table: Table = {
      schema: row.db,
      name: row.name,
      kind: isView ? 'view' : 'table',
      persistence: 'permanent',
      columns,
      constraints: [...toKeys(indexes), ...toForeignKeys(of.foreignKeys(row)), ...toChecks(of.checks(row), columns)],
      indexes,
      triggers: of.triggers(row).map((trigger) => toTrigger(trigger, reader)),
      inherits: [],
      options: isView ? {} : toOptions(row),
      ...(isView && {reads: toReads(of.views(row)[0], reader)}),
      ...(partitionBy && {partitionBy}),
      ...(indexes.some(({method}) => method === 'fulltext') && {hiddenFulltextColumn: true}),
      ...(row.kind === 'SYSTEM VERSIONED' && {systemVersioned: true}),
      ...(row.count !== null && !isView && {rows: Number(row.count)}),
      ...(row.bytes !== null && !isView && {bytes: Number(row.bytes)}),
      ...(used !== undefined && {rowVersions: used})
    }
    storeTable(catalog, table)
    const empty = of.emptyPartitions(row).map((partition) => partition.name)
    if (empty.length > 0) catalog.partitionRows.set(keyOf(table), {shown: true, empty})
  }
  for (const schema of rows.schemas) catalog.schemas.set(schema.name, schema)
  for (const {body, db, isDeterministic, kind, name} of rows.routines) {
    const routine = {
      schema: db,
      name,
      procedure: kind === 'PROCEDURE',
      language: 'sql',
      volatility: isDeterministic === 'YES' ? ('immutable' as const) : ('volatile' as const),
      arguments: [],
      ...(body !== null && {body})
    }
    storeRoutines(catalog, routine, [routine])
  }
  catalog.commit()
  return catalog
}

/**
 * What InnoDB calls a table; of letters that it has shorter signs for nothing is found.
 * https://dev.mysql.com/doc/refman/8.4/en/identifier-mapping.html
 */
function fileName(name: string): string {
  return name.replaceAll(/\W/g, (letter) => `@${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** MariaDB does not say what a view reads, but both have its text. */
function toReads(row: ViewRow | undefined, reader: Reader): ObjectName[] {
  // Whoever may not see the definition gets an empty one.
  if (row?.definition === undefined || row.definition === null || row.definition === '') return []
  const [operation] = reader(`CREATE VIEW v AS ${row.definition}`).statements[0]?.commands[0]?.operations ?? []
  if (operation?.kind !== 'view.create') return []
  return operation.reads.map(({name, schema}) => ({schema: schema ?? row.db, name}))
}

function toTrigger({body, event, name, timing}: TriggerRow, reader: Reader): Trigger {
  const text = `CREATE TRIGGER t ${timing} ${event} ON t FOR EACH ROW ${body ?? ''}`
  const [operation] = reader(text).statements[0]?.commands[0]?.operations ?? []
  return {
    name,
    timing: timing === 'BEFORE' ? 'before' : 'after',
    events: [event.toLowerCase()],
    row: true,
    enabled: true,
    ...(operation?.kind === 'trigger.create' && operation.body && {body: operation.body})
  }
}
