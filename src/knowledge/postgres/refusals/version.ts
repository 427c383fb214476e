/** What a version does not know yet, or no more. */
import type {ColumnDefinition, ConstraintDefinition} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {inVersions} from '../../../server/server.js'
import type {Judgement} from '../../effect.js'
import {manual} from '../fact.js'
import {targetOf, type Scene} from '../look.js'

/** Options of a view that a statement sets. */
const viewOptionsOf = (operation: Operation): Record<string, string> => {
  if (operation.kind === 'view.create') return operation.options ?? {}
  const sets = operation.kind === 'view.alter' || operation.kind === 'table.set-parameters'
  return sets && operation.reset !== true ? (operation.parameters ?? {}) : {}
}

interface Feature {
  /** As it stands in a message: “Unexpected …”. */
  name: string
  /** Versions that have it. */
  versions: string
  /** Page of the manual. */
  page: string
  uses: (scene: Scene) => boolean
}

const constraintsOf = (operation: Operation): readonly ConstraintDefinition[] => {
  if (operation.kind === 'constraint.add') return [operation.constraint]
  if (operation.kind === 'column.add') return operation.column.constraints
  if (operation.kind !== 'table.create') return []
  return [...operation.constraints, ...operation.columns.flatMap(({constraints}) => constraints)]
}

const columnsOf = (operation: Operation): readonly ColumnDefinition[] => {
  if (operation.kind === 'column.add') return [operation.column]
  return operation.kind === 'table.create' ? operation.columns : []
}

const isPartitioned = (scene: Scene): boolean =>
  'table' in scene.operation &&
  scene.operation.table !== undefined &&
  targetOf(scene, scene.operation.table).table?.kind === 'partitioned-table'

const features: readonly Feature[] = [
  {
    name: 'VIRTUAL generated column',
    versions: '>=18',
    page: 'ddl-generated-columns',
    uses: ({operation}) =>
      columnsOf(operation).some(({generated}) => generated !== undefined && generated.storage !== 'stored')
  },
  {
    name: 'NOT NULL as a table constraint',
    versions: '>=18',
    page: 'sql-altertable',
    uses: ({operation}) =>
      operation.kind === 'constraint.add'
        ? operation.constraint.type === 'not-null'
        : operation.kind === 'table.create' && operation.constraints.some(({type}) => type === 'not-null')
  },
  {
    name: 'NOT ENFORCED',
    versions: '>=18',
    page: 'sql-createtable',
    uses: ({operation}) =>
      constraintsOf(operation).some(({notEnforced}) => notEnforced === true) ||
      (operation.kind === 'constraint.alter' && operation.enforced !== undefined)
  },
  {
    name: 'ALTER CONSTRAINT … INHERIT',
    versions: '>=18',
    page: 'sql-altertable',
    uses: ({operation}) => operation.kind === 'constraint.alter' && operation.noInherit !== undefined
  },
  {
    name: 'WITHOUT OVERLAPS or PERIOD',
    versions: '>=18',
    page: 'sql-createtable',
    uses: ({operation}) => constraintsOf(operation).some(({period}) => period === true)
  },
  {
    name: 'NULLS NOT DISTINCT',
    versions: '>=15',
    page: 'sql-createindex',
    uses: ({operation}) =>
      constraintsOf(operation).some(({nullsNotDistinct}) => nullsNotDistinct === true) ||
      (operation.kind === 'index.create' && operation.index.nullsNotDistinct === true)
  },
  {
    name: 'SET STATISTICS DEFAULT',
    versions: '>=17',
    page: 'sql-altertable',
    uses: ({operation}) => operation.kind === 'column.set-statistics' && operation.toDefault === true
  },
  {
    name: 'SET EXPRESSION',
    versions: '>=17',
    page: 'sql-altertable',
    uses: ({operation}) => operation.kind === 'column.set-expression'
  },
  {
    name: 'SET ACCESS METHOD DEFAULT',
    versions: '>=17',
    page: 'sql-altertable',
    uses: ({operation}) => operation.kind === 'table.set-access-method' && operation.method === undefined
  },
  {
    name: 'SET ACCESS METHOD',
    versions: '>=15',
    page: 'sql-altertable',
    uses: ({operation}) =>
      operation.kind === 'table.set-access-method' ||
      (operation.kind === 'view.alter' && operation.action.startsWith('set access method'))
  },
  {
    name: 'SET ACCESS METHOD of a partitioned table',
    versions: '>=17',
    page: 'sql-altertable',
    uses: (scene) => scene.operation.kind === 'table.set-access-method' && isPartitioned(scene)
  },
  {name: 'MERGE', versions: '>=15', page: 'sql-merge', uses: ({operation}) => operation.kind === 'rows.merge'},
  {
    name: 'NOT VALID foreign key of a partitioned table',
    versions: '>=18',
    page: 'sql-altertable',
    uses: (scene) =>
      scene.operation.kind === 'constraint.add' &&
      scene.operation.constraint.type === 'foreign-key' &&
      scene.operation.constraint.notValid === true &&
      isPartitioned(scene)
  },
  {
    name: 'CLUSTER of a partitioned table',
    versions: '>=15',
    page: 'sql-cluster',
    uses: (scene) => scene.operation.kind === 'table.cluster' && isPartitioned(scene)
  },
  {
    name: 'SET UNLOGGED or SET LOGGED of a partitioned table',
    versions: '<18',
    page: 'release-18',
    uses: (scene) => scene.operation.kind === 'table.set-persistence' && isPartitioned(scene)
  },
  {
    name: 'statistics without a name',
    versions: '>=16',
    page: 'sql-createstatistics',
    uses: ({operation}) => operation.kind === 'statistics.create' && operation.name === undefined
  },
  {
    name: 'STORAGE in a column definition',
    versions: '>=16',
    page: 'sql-createtable',
    uses: ({operation}) => columnsOf(operation).some(({storage}) => storage !== undefined)
  },
  {
    name: 'security_invoker',
    versions: '>=15',
    page: 'sql-createview',
    // No syntax: a block may ask for the version before it is run.
    uses: ({command, operation}) => command.doubtful !== true && 'security_invoker' in viewOptionsOf(operation)
  },
  {
    name: 'FOR TABLES IN SCHEMA',
    versions: '>=15',
    page: 'sql-createpublication',
    uses: ({operation}) =>
      (operation.kind === 'object.create' || operation.kind === 'object.alter') &&
      operation.objectType === 'publication' &&
      operation.ofSchemas === true
  },
  {
    name: 'STORAGE DEFAULT',
    versions: '>=16',
    page: 'sql-altertable',
    uses: ({operation}) => operation.kind === 'column.set-storage' && operation.storage.toLowerCase() === 'default'
  },
  {
    name: 'REINDEX SYSTEM CONCURRENTLY',
    versions: '<14',
    page: 'sql-reindex',
    uses: ({operation}) => operation.kind === 'index.reindex' && operation.target === 'system' && operation.concurrently
  }
]

/** The refusal of a feature that the version lacks. */
export function refusedByVersion(scene: Scene): Judgement['refusal'] {
  for (const {name, page, uses, versions} of features) {
    if (inVersions([scene.version], versions) || !uses(scene)) continue
    return {
      message: `Unexpected ${name}, expected PostgreSQL ${versions}`,
      reason: 'version',
      source: manual(page)
    }
  }
  return undefined
}
