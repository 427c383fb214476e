import type {
  AlterDatabaseSetStmt,
  AlterDatabaseStmt,
  AlterExtensionContentsStmt,
  AlterExtensionStmt,
  AlterStatsStmt,
  AlterTableMoveAllStmt,
  CreateExtensionStmt,
  CreateStatsStmt,
  CreatedbStmt
} from 'libpg-query'
import {optionText} from '../constant.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOf, nameOfList, partsOfObject, toName} from '../name.js'
import {allOf} from '../node.js'
import {findOption} from '../option.js'
import {isRelation, objectTypeOf} from './object-type.js'

/** `CREATE EXTENSION`. */
export const createExtension: Lowering<CreateExtensionStmt> = ({extname, if_not_exists, options}, {range}) => {
  const schema = findOption(options, 'schema')
  return [
    operation('extension.create', range, {
      extension: extname ?? '',
      ...(if_not_exists ? {ifNotExists: true} : {}),
      ...(schema ? {schema: optionText(schema.arg)} : {})
    })
  ]
}

/** `ALTER EXTENSION … UPDATE`. */
export const alterExtension: Lowering<AlterExtensionStmt> = ({extname}, {range}) => [
  operation('extension.alter', range, {extension: extname ?? '', action: 'update', tables: []})
]

/** `ALTER EXTENSION … ADD | DROP object`. */
export const alterExtensionContents: Lowering<AlterExtensionContentsStmt> = (node, {range}) => {
  const {action, extname, object, objtype} = node
  const verb = action === 1 ? 'add' : 'drop'
  return [
    operation('extension.alter', range, {
      extension: extname ?? '',
      action: `${verb} ${objectTypeOf(objtype)}`,
      tables: isRelation(objtype) && objtype !== 'OBJECT_SEQUENCE' ? [nameOf(partsOfObject(object))] : []
    })
  ]
}

const moved: Partial<Record<string, string>> = {OBJECT_INDEX: 'indexes', OBJECT_MATVIEW: 'materialized views'}

/** `ALTER TABLE ALL IN TABLESPACE`, and the same of indexes and materialized views. */
export const moveAll: Lowering<AlterTableMoveAllStmt> = ({objtype, orig_tablespacename}, {range}) => [
  operation('object.alter', range, {
    objectType: 'tablespace',
    name: orig_tablespacename ?? '',
    tables: [],
    action: `move all ${moved[objtype ?? ''] ?? 'tables'}`
  })
]

/** `CREATE STATISTICS`. */
export const createStatistics: Lowering<CreateStatsStmt> = ({defnames, relations}, {range}) =>
  allOf(relations, 'RangeVar').map((relation) =>
    operation('statistics.create', range, {table: toName(relation), name: defnames && nameOfList(defnames)})
  )

/** `ALTER STATISTICS … SET STATISTICS`. */
export const alterStatistics: Lowering<AlterStatsStmt> = ({defnames}, {range}) => [
  operation('statistics.alter', range, {name: nameOfList(defnames), action: 'set statistics'})
]

/** `CREATE DATABASE`. */
export const createDatabase: Lowering<CreatedbStmt> = ({dbname}, {range}) => [
  operation('object.create', range, {objectType: 'database', name: dbname ?? '', tables: []})
]

/** `ALTER DATABASE`. */
export const alterDatabase: Lowering<AlterDatabaseStmt> = ({dbname, options}, {range}) => [
  operation('object.alter', range, {
    objectType: 'database',
    name: dbname ?? '',
    tables: [],
    action: allOf(options, 'DefElem')
      .map(({defname}) => defname)
      .join(', ')
  })
]

/** `ALTER DATABASE … SET`: for sessions that begin later. */
export const alterDatabaseSet: Lowering<AlterDatabaseSetStmt> = ({dbname, setstmt}, {range}) => [
  operation('object.alter', range, {
    objectType: 'database',
    name: dbname ?? '',
    tables: [],
    action: `set ${setstmt?.name ?? 'all'}`
  })
]
