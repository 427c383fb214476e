import type {
  DropOwnedStmt,
  DropRoleStmt,
  DropStmt,
  DropSubscriptionStmt,
  DropTableSpaceStmt,
  DropUserMappingStmt,
  DropdbStmt,
  Node
} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {existing, operation} from '../lowering.js'
import {nameOf, partsOfObject, toRole} from '../name.js'
import {allOf} from '../node.js'
import {objectTypeOf} from './object-type.js'

/** `DROP`, one operation for each object. */
export const drop: Lowering<DropStmt> = (node, {range}) =>
  (node.objects ?? []).map((object) => dropOne(node, object, range))

function dropOne(node: DropStmt, object: Node, range: Operation['range']): Operation {
  const parts = partsOfObject(object)
  const name = nameOf(parts)
  const extra = existing(node)
  switch (node.removeType) {
    case 'OBJECT_TABLE':
      return operation('table.drop', range, {table: name, ...extra})
    case 'OBJECT_FOREIGN_TABLE':
      return operation('table.drop', range, {table: name, foreign: true, ...extra})
    case 'OBJECT_INDEX':
      return operation('index.drop', range, {
        index: name,
        table: undefined,
        ...(node.concurrent ? {concurrently: true} : {}),
        ...extra
      })
    case 'OBJECT_VIEW':
      return operation('view.drop', range, {view: name, materialized: false, ...extra})
    case 'OBJECT_MATVIEW':
      return operation('view.drop', range, {view: name, materialized: true, ...extra})
    case 'OBJECT_SEQUENCE':
      return operation('sequence.drop', range, {sequence: name, ...extra})
    case 'OBJECT_TYPE':
      return operation('type.drop', range, {type: name, ...extra})
    case 'OBJECT_DOMAIN':
      return operation('domain.drop', range, {domain: name, ...extra})
    case 'OBJECT_SCHEMA':
      return operation('schema.drop', range, {schema: name.name, ...extra})
    case 'OBJECT_EXTENSION':
      return operation('extension.drop', range, {extension: name.name, ...extra})
    case 'OBJECT_STATISTIC_EXT':
      return operation('statistics.drop', range, {name, ...extra})
    case 'OBJECT_FUNCTION':
    case 'OBJECT_ROUTINE':
      return operation('function.drop', range, {function: name, procedure: false, ...extra})
    case 'OBJECT_PROCEDURE':
      return operation('function.drop', range, {function: name, procedure: true, ...extra})
    default:
      return dropPart(node, parts, range)
  }
}

/** What hangs on a relation has the relation's name before its own. */
function dropPart(node: DropStmt, parts: string[], range: Operation['range']): Operation {
  const table = nameOf(parts.slice(0, -1))
  const name = parts.at(-1) ?? ''
  const extra = existing(node)
  switch (node.removeType) {
    case 'OBJECT_TRIGGER':
      return operation('trigger.drop', range, {table, name, ...extra})
    case 'OBJECT_RULE':
      return operation('rule.drop', range, {table, name, ...extra})
    case 'OBJECT_POLICY':
      return operation('policy.drop', range, {table, name, ...extra})
    default:
      return operation('object.drop', range, {
        objectType: objectTypeOf(node.removeType),
        name: parts.join('.'),
        tables: [],
        ...extra
      })
  }
}

function dropObject(
  objectType: string,
  name: string,
  node: {missing_ok?: boolean; behavior?: string},
  range: Operation['range']
): Operation {
  return operation('object.drop', range, {objectType, name, tables: [], ...existing(node)})
}

/** `DROP ROLE`, `DROP USER`, `DROP GROUP`. */
export const dropRole: Lowering<DropRoleStmt> = (node, {range}) =>
  allOf(node.roles, 'RoleSpec').map((role) => dropObject('role', toRole(role), node, range))

/** `DROP OWNED`: whatever the role owns. */
export const dropOwned: Lowering<DropOwnedStmt> = (node, {range}) =>
  allOf(node.roles, 'RoleSpec').map((role) => dropObject('owned', toRole(role), node, range))

/** `DROP DATABASE` */
export const dropDatabase: Lowering<DropdbStmt> = (node, {range}) => [
  dropObject('database', node.dbname ?? '', node, range)
]

/** `DROP TABLESPACE` */
export const dropTablespace: Lowering<DropTableSpaceStmt> = (node, {range}) => [
  dropObject('tablespace', node.tablespacename ?? '', node, range)
]

/** `DROP SUBSCRIPTION` */
export const dropSubscription: Lowering<DropSubscriptionStmt> = (node, {range}) => [
  dropObject('subscription', node.subname ?? '', node, range)
]

/** `DROP USER MAPPING` */
export const dropUserMapping: Lowering<DropUserMappingStmt> = (node, {range}) => [
  dropObject('user mapping', `${toRole(node.user)} ${node.servername ?? ''}`, node, range)
]
