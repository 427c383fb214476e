import type {IndexDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {fact} from './platform.js'
import type {Platform, PlatformKnowledge} from './platform.js'
import type {Table} from '../../schema/objects.js'

const docs = 'https://www.tigerdata.com/docs'
const limitations = `${docs}/use-timescale/latest/limitations`

/** TimescaleDB: tables that `create_hypertable` has split. */
export const timescale: PlatformKnowledge = {
  name: 'TimescaleDB',
  dialects: ['postgres'],
  refuses: [
    fact({
      id: 'key-without-time',
      operation: ['constraint.add', 'index.create'],
      when: (operation, {table}) => {
        const columns = uniqueColumns(operation)
        const needed = table(operation.table)?.distributedBy ?? []
        return columns !== undefined && needed.some((column) => !columns.includes(column))
      },
      what: 'unique index of a hypertable without the columns that it is split by',
      instead: 'those columns in the index',
      url: `${docs}/use-timescale/latest/hypertables/hypertables-and-unique-indexes`
    }),
    fact({
      id: 'between-hypertables',
      operation: 'constraint.add',
      when: ({constraint, table: name}, {table}) =>
        constraint.references !== undefined &&
        table(name)?.distributedBy !== undefined &&
        table(constraint.references.table)?.distributedBy !== undefined,
      what: 'foreign key between two hypertables',
      instead: 'one to an ordinary table',
      url: limitations
    }),
    fact({
      id: 'concurrent-index',
      operation: 'index.create',
      when: ({concurrently, table: name}, {table}) => concurrently === true && table(name)?.distributedBy !== undefined,
      what: '`CREATE INDEX CONCURRENTLY` on a hypertable',
      instead: '`CREATE INDEX … WITH (timescaledb.transaction_per_chunk)`',
      url: `${docs}/api/latest/hypertable/create_index`
    }),
    fact({
      id: 'inheritance',
      operation: ['table.create', 'table.inherit'],
      when: (operation, {table}) => {
        const parents = operation.kind === 'table.create' ? operation.inherits : [operation.parent]
        return parents.some((parent) => table(parent)?.distributedBy !== undefined)
      },
      what: 'table that inherits from a hypertable',
      instead: 'a table of its own',
      url: `${docs}/deploy/limitations`
    })
  ],
  differs: [
    fact({
      id: 'nullable-time',
      operation: 'column.drop-not-null',
      when: ({column, table: name}, {table}) => table(name)?.distributedBy?.includes(column) === true,
      what: '`DROP NOT NULL` on a column that a hypertable is split by',
      instead: 'the column to stay `NOT NULL`',
      url: limitations
    })
  ],
  notes: [
    {
      text: 'A plain `CREATE INDEX` locks all chunks at once; with `timescaledb.transaction_per_chunk` one after the other. Chunks in the columnstore take no new unique constraint.',
      url: `${docs}/api/latest/compression`
    }
  ]
}

/** `undefined`: not unique. */
function uniqueColumns(operation: Operation<'constraint.add' | 'index.create'>): string[] | undefined {
  if (operation.kind === 'index.create')
    return operation.index.unique ? operation.index.elements.map(({column}) => column ?? '') : undefined
  const {columns, type, usingIndex} = operation.constraint
  return (type === 'primary-key' || type === 'unique') && usingIndex === undefined ? columns : undefined
}

/** Whether a table is one that `create_hypertable` has split, on TimescaleDB. */
export function isHypertable(table: Table | undefined, platform: Platform | undefined): boolean {
  return platform === 'timescale' && table?.distributedBy !== undefined
}

/** Whether an index of a hypertable is built one chunk after the other, each in its own transaction. */
export function isBuiltByChunk({options = {}}: IndexDefinition): boolean {
  const value = options['timescaledb.transaction_per_chunk']
  return value !== undefined && !/^(?:false|off|0|no)$/i.test(value)
}
