import type {ClusterStmt, LockStmt, RefreshMatViewStmt, ReindexStmt, TruncateStmt, VacuumStmt} from 'libpg-query'
import type {OperationFields} from '../../operation.js'
import {isOn, optionText} from '../constant.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {allOf} from '../node.js'
import {findOption} from '../option.js'

/** Table locks by the number that the server gives them, from 1. */
const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE'
]

/** `LOCK TABLE`. */
export const lockTable: Lowering<LockStmt> = ({mode, nowait, relations}, {range}) =>
  allOf(relations, 'RangeVar').map((relation) =>
    operation('table.lock', range, {
      table: toName(relation),
      mode: lockModes[(mode ?? lockModes.length) - 1] ?? '',
      ...(nowait ? {nowait} : {}),
      ...(relation.inh ? {} : {only: true})
    })
  )

/** `VACUUM` and `ANALYZE`, of the whole database where no table is named. */
export const vacuum: Lowering<VacuumStmt> = ({is_vacuumcmd, options, rels}, {range}) => {
  const has = (name: string): boolean => {
    const option = findOption(options, name)
    return option !== undefined && isOn(option.arg)
  }
  const tables = allOf(rels, 'VacuumRelation').map(({relation}) => relation && toName(relation))
  return (tables.length > 0 ? tables : [undefined]).map((table) =>
    is_vacuumcmd
      ? operation('table.vacuum', range, {table, full: has('full'), analyze: has('analyze') || has('analyse')})
      : operation('table.analyze', range, {table})
  )
}

/** `CLUSTER`. */
export const cluster: Lowering<ClusterStmt> = ({indexname, relation}, {range}) => [
  operation('table.cluster', range, {table: relation && toName(relation), index: indexname})
]

const targets: Record<string, OperationFields['index.reindex']['target']> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system'
}

/** `REINDEX`. */
export const reindex: Lowering<ReindexStmt> = ({kind, name, params, relation}, {range}) => {
  const concurrently = findOption(params, 'concurrently')
  const tablespace = findOption(params, 'tablespace')
  return [
    operation('index.reindex', range, {
      target: targets[kind ?? ''] ?? 'index',
      name: relation ? toName(relation) : name === undefined ? undefined : {name},
      concurrently: concurrently !== undefined && isOn(concurrently.arg),
      ...(tablespace ? {tablespace: optionText(tablespace.arg)} : {})
    })
  ]
}

/** `REFRESH MATERIALIZED VIEW`. */
export const refreshView: Lowering<RefreshMatViewStmt> = ({concurrent, relation, skipData}, {range}) => [
  operation('view.refresh', range, {
    view: toName(relation),
    concurrently: concurrent ?? false,
    withData: !(skipData ?? false)
  })
]

/** `TRUNCATE`, one operation for each table. */
export const truncate: Lowering<TruncateStmt> = ({behavior, relations, restart_seqs}, {range}) =>
  allOf(relations, 'RangeVar').map((relation) =>
    operation('table.truncate', range, {
      table: toName(relation),
      ...(behavior === 'DROP_CASCADE' ? {cascade: true} : {}),
      ...(restart_seqs ? {restartIdentity: true} : {}),
      ...(relation.inh ? {} : {only: true})
    })
  )
