/** From the rows of pg_catalog to the catalog. */
import type {QueryUses} from '../../../operations/definitions.js'
import type {Reader} from '../../../operations/script.js'
import type {Version} from '../../../server/server.js'
import {Catalog} from '../../catalog.js'
import type {Column, Constraint, Index, Table, Trigger} from '../../objects.js'
import {change} from '../../change.js'
import {keyOf} from '../../objects.js'
import {keyOfObject} from '../../changes/objects.js'
import {Session} from '../../session.js'
import {storeSequence, storeTable} from '../../store.js'
import {Definitions, quote, quoteFull} from './definitions.js'
import type {ColumnRow, ConstraintRow, IndexRow, ReadRow, RelationRow, TriggerRow, UseRow} from './queries.js'
import {columnText, groupBy} from './rows.js'
import type {Rows} from './rows.js'
import {buildTypes} from './types.js'

const kinds = {
  r: 'table',
  p: 'partitioned-table',
  f: 'foreign-table',
  v: 'view',
  m: 'materialized-view'
} as const

const persistences = {p: 'permanent', u: 'unlogged', t: 'temporary'} as const

interface Keys {
  table: number
  bound: number | undefined
  constraints: number[]
  indexes: number[]
  triggers: number[]
}

interface Parts {
  columns: ColumnRow[]
  constraints: ConstraintRow[]
  indexes: IndexRow[]
  triggers: TriggerRow[]
  parents: RelationRow[]
  reads: ReadRow[]
  uses: UseRow[]
}

/** Note everything of a table that has to be read as SQL. */
function define(definitions: Definitions, relation: RelationRow, parts: Parts): Keys {
  const name = quoteFull(relation)
  const by = relation.partkey === null ? '' : ` PARTITION BY ${relation.partkey}`
  const parent = parts.parents[0]
  return {
    table: definitions.add(`CREATE TABLE ${name} (${parts.columns.map(columnText).join(', ')})${by}`),
    bound:
      relation.bound === null || !parent
        ? undefined
        : definitions.add(`CREATE TABLE ${name} PARTITION OF ${quoteFull(parent)} ${relation.bound}`),
    constraints: parts.constraints.map(({definition, name: constraint}) =>
      definitions.add(`ALTER TABLE ${name} ADD CONSTRAINT ${quote(constraint)} ${definition}`)
    ),
    indexes: parts.indexes.map(({definition}) => definitions.add(definition)),
    triggers: parts.triggers.map(({definition}) => definitions.add(definition))
  }
}

function toColumns(definitions: Definitions, key: number, rows: readonly ColumnRow[], parts: Parts): Column[] {
  const read = definitions.get(key, 'table.create')?.columns ?? []
  const unproved = new Set(
    parts.constraints
      .filter(({contype, validated}) => contype === 'n' && !validated)
      .flatMap(({columns}) => columns ?? [])
  )
  return rows.map((row, index): Column => {
    const definition = read[index]
    const generated = definition?.generated
    return {
      name: row.name,
      type: definition?.type,
      notNull: row.notnull && !unproved.has(row.name),
      ...(definition?.default && {default: definition.default}),
      ...(generated && {
        generated: {expression: generated.expression, storage: row.generated === 'v' ? 'virtual' : 'stored'}
      }),
      ...(row.identity !== '' && {identity: row.identity === 'a' ? ('always' as const) : ('by-default' as const)}),
      ...(definition?.collation !== undefined && {collation: definition.collation}),
      ...(row.storage !== null && {storage: row.storage}),
      ...(row.compression !== '' && {compression: row.compression === 'l' ? 'lz4' : 'pglz'}),
      ...(!row.islocal && {inherited: true})
    }
  })
}

const constraintTypes = {
  p: 'primary-key',
  u: 'unique',
  c: 'check',
  f: 'foreign-key',
  x: 'exclusion',
  n: 'not-null'
} as const

function toConstraint(definitions: Definitions, key: number | undefined, row: ConstraintRow): Constraint {
  const read = definitions.get(key, 'constraint.add')?.constraint
  const references = read?.references
  return {
    type: constraintTypes[row.contype],
    name: row.name,
    columns: row.columns ?? [],
    ...(read?.expression && {expression: read.expression}),
    ...(read?.noInherit === true && {noInherit: true}),
    ...(read?.deferrable === true && {deferrable: true}),
    ...(read?.initiallyDeferred === true && {initiallyDeferred: true}),
    ...(read?.nullsNotDistinct === true && {nullsNotDistinct: true}),
    ...(read?.period === true && {period: true}),
    ...(read?.include && read.include.length > 0 && {include: read.include}),
    valid: row.validated,
    enforced: row.enforced,
    ...(references && {
      references: {
        table: {schema: references.table.schema ?? 'public', name: references.table.name},
        columns: references.columns,
        ...(references.onDelete !== undefined && {onDelete: references.onDelete}),
        ...(references.onDeleteColumns !== undefined && {onDeleteColumns: references.onDeleteColumns}),
        ...(references.onUpdate !== undefined && {onUpdate: references.onUpdate}),
        ...(references.match !== undefined && {match: references.match})
      }
    }),
    ...(row.index !== null && {indexName: row.index}),
    ...(!row.islocal && {inherited: true})
  }
}

function toIndex(definitions: Definitions, key: number | undefined, row: IndexRow, owners: Map<string, string>): Index {
  const {range: _range, ...read} = definitions.get(key, 'index.create')?.index ?? {
    unique: false,
    elements: [],
    include: []
  }
  const constraint = owners.get(row.name)
  return {
    ...read,
    name: row.name,
    method: read.method ?? 'btree',
    primary: row.primary,
    valid: row.valid,
    ...(constraint !== undefined && {constraint}),
    ...(row.clustered && {clustered: true}),
    ...(row.parent !== null && row.parentschema !== null && {parent: {schema: row.parentschema, name: row.parent}})
  }
}

/** Bits of `pg_trigger.tgtype`: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_trigger.h */
function toTrigger(
  definitions: Definitions,
  key: number | undefined,
  {name, function: called, functionschema, tgenabled, tgtype}: TriggerRow
): Trigger {
  const {columns, transitions, when, whenCalls} = definitions.get(key, 'trigger.create') ?? {}
  const events = [
    ...(tgtype & 4 ? ['insert'] : []),
    ...(tgtype & 8 ? ['delete'] : []),
    ...(tgtype & 16 ? ['update'] : []),
    ...(tgtype & 32 ? ['truncate'] : [])
  ]
  return {
    name,
    function: {schema: functionschema, name: called},
    timing: tgtype & 64 ? 'instead of' : tgtype & 2 ? 'before' : 'after',
    events,
    row: (tgtype & 1) !== 0,
    enabled: tgenabled !== 'D',
    ...(columns && {columns}),
    ...(transitions && {transitions}),
    ...(when === true && {when}),
    ...(whenCalls && {whenCalls})
  }
}

function toOptions(list: readonly string[] | null): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map((option) => {
      const equals = option.indexOf('=')
      return [option.slice(0, equals), option.slice(equals + 1)]
    })
  )
}

/** What the query of a view is made of. */
function usesOf(rows: readonly UseRow[]): QueryUses {
  const named = (kind: UseRow['kind']): string[] => rows.flatMap((row) => (row.kind === kind ? [row.name] : []))
  return {
    columns: named('columns'),
    ofRelations: named('columns'),
    joined: [],
    star: false,
    functions: named('functions'),
    types: named('types'),
    operators: named('operators'),
    collations: named('collations')
  }
}

function toTable(definitions: Definitions, relation: RelationRow, parts: Parts, keys: Keys): Table {
  const {name, relkind, relpersistence, reloptions, reltuples, schema, tablespace} = relation
  const create = definitions.get(keys.table, 'table.create')
  const bound = definitions.get(keys.bound, 'table.create')?.partitionOf?.bound
  const parents = parts.parents.map((parent) => ({schema: parent.schema, name: parent.name}))
  const owners = new Map(parts.constraints.flatMap((row) => (row.index === null ? [] : [[row.index, row.name]])))
  const [parent] = parents
  return {
    schema,
    name,
    kind: kinds[relkind],
    persistence: persistences[relpersistence],
    columns: toColumns(definitions, keys.table, parts.columns, parts),
    constraints: parts.constraints.map((row, index) => toConstraint(definitions, keys.constraints[index], row)),
    indexes: parts.indexes.map((row, index) => toIndex(definitions, keys.indexes[index], row, owners)),
    triggers: parts.triggers.map((row, index) => toTrigger(definitions, keys.triggers[index], row)),
    inherits: bound ? [] : parents,
    options: toOptions(reloptions),
    ...(create?.partitionBy && {partitionBy: create.partitionBy}),
    ...(bound && parent && {partitionOf: {parent, bound}}),
    ...((relkind === 'v' || relkind === 'm') && {
      reads: parts.reads.map(({name, schema}) => ({name, schema})),
      uses: usesOf(parts.uses)
    }),
    ...(relation.type !== null &&
      relation.typeschema !== null && {ofType: {schema: relation.typeschema, name: relation.type}}),
    ...(tablespace !== null && {tablespace}),
    ...(relation.rowsecurity && {rowSecurity: true}),
    // Never analysed is not known, which is not empty.
    ...(reltuples >= 0 && relkind !== 'v' && relkind !== 'p' && {rows: Math.round(reltuples)}),
    ...(reltuples >= 0 && relkind !== 'v' && relkind !== 'p' && {bytes: Number(relation.bytes)})
  }
}

/** Build the catalog. */
export function buildCatalog(rows: Rows, reader: Reader, version: Version): Catalog {
  const catalog = new Catalog()
  const definitions = new Definitions()
  const byOid = new Map(rows.relations.map((relation) => [relation.oid, relation]))
  const groups = {
    columns: groupBy(rows.columns, ({relation}) => relation),
    constraints: groupBy(rows.constraints, ({relation}) => relation),
    indexes: groupBy(rows.indexes, ({relation}) => relation),
    triggers: groupBy(rows.triggers, ({relation}) => relation),
    parents: groupBy(rows.inheritance, ({child}) => child),
    reads: groupBy(rows.reads, ({view}) => view),
    uses: groupBy(rows.uses, ({view}) => view)
  }
  const tables = rows.relations.map((relation) => {
    const {oid} = relation
    const parts: Parts = {
      columns: groups.columns.get(oid) ?? [],
      constraints: groups.constraints.get(oid) ?? [],
      indexes: groups.indexes.get(oid) ?? [],
      triggers: groups.triggers.get(oid) ?? [],
      parents: (groups.parents.get(oid) ?? []).flatMap(({parent}) => byOid.get(parent) ?? []),
      reads: groups.reads.get(oid) ?? [],
      uses: groups.uses.get(oid) ?? []
    }
    return {relation, parts, keys: define(definitions, relation, parts)}
  })
  const finishTypes = buildTypes(catalog, definitions, rows, groups)
  const statements = [
    ...rows.routines.map(({definition}) => definition),
    ...rows.statements.map(({statement}) => statement)
  ]
  const keys = statements.map((statement) => definitions.add(statement))
  definitions.read(reader)

  finishTypes()
  for (const {keys, parts, relation} of tables) storeTable(catalog, toTable(definitions, relation, parts, keys))
  for (const {column, name, owner, ownerschema, schema} of rows.sequences) {
    const ownedBy =
      owner === null || ownerschema === null || column === null ? undefined : {schema: ownerschema, name: owner, column}
    storeSequence(catalog, {schema, name, ...(ownedBy && {ownedBy})})
  }
  for (const {family, name, objecttype: objectType, schema, uses} of rows.objects) {
    const object = {objectType, schema, name, uses: uses ?? [], ...(family !== null && {family})}
    catalog.objects.set(keyOfObject(object), object)
  }
  // What has to be looked up by its name is there by now.
  const session = new Session({dialect: 'postgres', version}, {search_path: 'pg_catalog'})
  for (const operation of keys.flatMap((key) => definitions.all(key))) {
    change({operations: [operation], range: operation.range}, catalog, session, undefined)
  }
  for (const {name} of rows.schemas) catalog.schemas.set(name, {name})
  for (const extension of rows.extensions) catalog.extensions.set(extension.name, extension)
  fillSums(catalog)
  catalog.commit()
  return catalog
}

/** A partitioned table has the rows of its partitions, where all are known. */
function fillSums(catalog: Catalog): void {
  const sum = (table: Table): {rows: number; bytes: number} | undefined => {
    if (table.kind !== 'partitioned-table') {
      return table.rows === undefined ? undefined : {rows: table.rows, bytes: table.bytes ?? 0}
    }
    let total: {rows: number; bytes: number} | undefined = {rows: 0, bytes: 0}
    for (const name of catalog.children.get(keyOf(table)) ?? []) {
      const child = catalog.tables.get(keyOf(name))
      const part = child && sum(child)
      total = total && part && {rows: total.rows + part.rows, bytes: total.bytes + part.bytes}
    }
    if (total) storeTable(catalog, {...table, ...total})
    return total
  }
  for (const table of [...catalog.tables.values()]) {
    if (table.kind === 'partitioned-table' && table.partitionOf === undefined) sum(table)
  }
}
