/** Statements that refuse to run in a transaction, and those that refuse the object that they name. */
import type {Judgement} from '../../effect.js'
import {manual} from '../fact.js'
import {targetOf, type Scene} from '../look.js'
import {roles} from '../roles/index.js'

/** What must stand alone, as it is named in a message; `undefined` for the rest. */
function aloneName(scene: Scene): [name: string, page: string] | undefined {
  const {operation} = scene
  switch (operation.kind) {
    case 'index.create':
      return operation.concurrently === true ? ['CREATE INDEX CONCURRENTLY', 'sql-createindex'] : undefined
    case 'index.drop':
      return operation.concurrently === true ? ['DROP INDEX CONCURRENTLY', 'sql-dropindex'] : undefined
    case 'index.reindex':
      return reindexName(scene)
    case 'partition.detach':
      return operation.concurrently ? ['DETACH PARTITION … CONCURRENTLY', 'sql-altertable'] : undefined
    case 'table.vacuum':
      return ['VACUUM', 'sql-vacuum']
    case 'table.cluster':
      return operation.table === undefined || isPartitioned(scene)
        ? ['CLUSTER of several tables', 'sql-cluster']
        : undefined
    case 'schema.create':
      return operation.database === true ? ['CREATE DATABASE', 'sql-createdatabase'] : undefined
    case 'schema.drop':
      return operation.database === true ? ['DROP DATABASE', 'sql-dropdatabase'] : undefined
    case 'object.create':
      return operation.objectType === 'tablespace' ? ['CREATE TABLESPACE', 'sql-createtablespace'] : undefined
    case 'object.drop':
      return operation.objectType === 'tablespace' ? ['DROP TABLESPACE', 'sql-droptablespace'] : undefined
    case 'session.discard':
      return operation.what === 'all' ? ['DISCARD ALL', 'sql-discard'] : undefined
    case 'object.alter':
      return operation.objectType === 'system' ? ['ALTER SYSTEM', 'sql-altersystem'] : undefined
    default:
      return undefined
  }
}

function reindexName(scene: Scene): [string, string] | undefined {
  const {operation} = scene
  if (operation.kind !== 'index.reindex') return undefined
  if (operation.concurrently) return ['REINDEX CONCURRENTLY', 'sql-reindex']
  const isWide = operation.target !== 'index' && operation.target !== 'table'
  const partitioned =
    roles['index-table'](scene).some(({table}) => table?.kind === 'partitioned-table') ||
    roles.reindexed(scene).some(({table}) => table?.kind === 'partitioned-table')
  return isWide || partitioned ? ['REINDEX of several tables', 'sql-reindex'] : undefined
}

const isPartitioned = (scene: Scene): boolean =>
  'table' in scene.operation &&
  scene.operation.table !== undefined &&
  targetOf(scene, scene.operation.table).table?.kind === 'partitioned-table'

/** Whether the server runs the statement in no transaction but its own. */
export const standsAlone = (scene: Scene): boolean => aloneName(scene) !== undefined

/** The refusal of what cannot run in the transaction that is open, or not on that kind of table. */
export function refusedByTransaction(scene: Scene): Judgement['refusal'] {
  const {operation, session} = scene
  if (
    operation.kind === 'index.create' &&
    operation.concurrently === true &&
    operation.only !== true &&
    isPartitioned(scene)
  ) {
    return {
      message:
        'Unexpected CREATE INDEX CONCURRENTLY on a partitioned table, expected ON ONLY and one index for each partition',
      reason: 'object',
      source: manual('ddl-partitioning')
    }
  }
  const alone = aloneName(scene)
  if (!alone || session.transaction === undefined) return undefined
  const [name, page] = alone
  return {
    message: `Unexpected ${name} in a transaction, expected it to stand alone`,
    reason: 'transaction',
    source: manual(page)
  }
}
