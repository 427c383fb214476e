import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {fact} from './platform.js'
import type {PlatformKnowledge, PlatformScene} from './platform.js'

const ddl = 'https://docs.citusdata.com/en/stable/develop/reference_ddl.html'

/** Citus: tables that `create_distributed_table` has distributed. */
export const citus: PlatformKnowledge = {
  name: 'Citus',
  dialects: ['postgres'],
  refuses: [
    fact({
      id: 'key-without-distribution-column',
      operation: ['constraint.add', 'index.create'],
      when: (operation, scene) => lacksColumns(operation, scene),
      what: 'unique key of a distributed table without its distribution column, which no worker can check',
      instead: 'the distribution column in the key',
      url: ddl
    }),
    fact({
      id: 'distribution-column',
      operation: ['column.drop', 'column.set-type'],
      when: ({column, table}, scene) => scene.table(table)?.distributedBy?.includes(column) === true,
      what: 'change of the column that the table is distributed by',
      instead: 'another distribution first (`alter_distributed_table`)',
      url: ddl
    }),
    fact({
      id: 'foreign-key-to-local-table',
      operation: 'constraint.add',
      when: ({constraint, table}, scene) =>
        scene.table(table)?.distributedBy !== undefined &&
        constraint.references !== undefined &&
        scene.table(constraint.references.table)?.distributedBy === undefined &&
        scene.table(constraint.references.table) !== undefined,
      what: 'foreign key from a distributed table to one that is not',
      instead: 'a reference table (`create_reference_table`)',
      url: ddl
    }),
    fact({
      id: 'constraint-among-others',
      operation: 'constraint.add',
      when: ({table}, {operations, table: find}) => operations.length > 1 && find(table)?.distributedBy !== undefined,
      what: '`ADD CONSTRAINT` beside other changes of a distributed table in one statement',
      instead: 'a statement of its own',
      url: ddl
    }),
    fact({
      id: 'trigger',
      operation: 'trigger.create',
      when: ({table}, scene) => (scene.table(table)?.distributedBy?.length ?? 0) > 0,
      what: 'trigger on a distributed table, refused unless `citus.enable_unsafe_triggers` is on',
      instead: 'code of the application',
      url: 'https://docs.citusdata.com/en/stable/develop/api_guc.html'
    })
  ],
  differs: [
    fact({
      id: 'lock-on-all-shards',
      operation: ['column.set-type', 'column.set-not-null'],
      when: ({table}, scene) => scene.table(table)?.distributedBy !== undefined,
      what: 'change that holds its lock on all shards until the slowest worker is done',
      instead: 'a new column, or a checked constraint first',
      url: ddl
    })
  ],
  notes: [
    {
      text: 'Schema statements go to all workers in one distributed transaction; `CREATE INDEX CONCURRENTLY` runs on each shard by itself and may leave some of them invalid.',
      url: ddl
    }
  ]
}

function lacksColumns(operation: Operation<'constraint.add' | 'index.create'>, {table}: PlatformScene): boolean {
  const needed = table(operation.table)?.distributedBy ?? []
  const columns = operation.kind === 'index.create' ? indexColumns(operation) : keyColumns(operation.constraint)
  return columns !== undefined && needed.some((column) => !columns.includes(column))
}

function indexColumns({index}: Operation<'index.create'>): string[] | undefined {
  return index.unique ? index.elements.map(({column}) => column ?? '') : undefined
}

function keyColumns({columns, type}: ConstraintDefinition): string[] | undefined {
  return ['primary-key', 'unique', 'exclusion'].includes(type) ? columns : undefined
}
