/** `ALTER … OWNER TO`, `SET SCHEMA`, `DEPENDS ON EXTENSION`. */
import type {AlterObjectDependsStmt, AlterObjectSchemaStmt, AlterOwnerStmt, Node, ObjectType} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {existing, operation} from '../lowering.js'
import {nameOf, partsOfObject, toName} from '../name.js'
import {isRelation, isRoutine, objectTypeOf} from './object-type.js'

/** `ALTER … SET SCHEMA`. */
export const setSchema: Lowering<AlterObjectSchemaStmt> = (node, {range}) => [lowerSetSchema(node, range)]

function lowerSetSchema(node: AlterObjectSchemaStmt, range: Operation['range']): Operation {
  const schema = node.newschema ?? ''
  const name = toName(node.relation)
  const extra = existing(node)
  switch (node.objectType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return operation('table.set-schema', range, {table: name, schema, ...extra})
    case 'OBJECT_VIEW':
      return operation('view.set-schema', range, {view: name, materialized: false, schema, ...extra})
    case 'OBJECT_MATVIEW':
      return operation('view.set-schema', range, {view: name, materialized: true, schema, ...extra})
    case 'OBJECT_SEQUENCE':
      return operation('sequence.set-schema', range, {sequence: name, schema, ...extra})
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return operation('type.set-schema', range, {type: nameOf(partsOfObject(node.object)), schema})
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return operation('function.alter', range, {
        function: nameOf(partsOfObject(node.object)),
        procedure: node.objectType === 'OBJECT_PROCEDURE',
        action: 'set schema',
        schema
      })
    default:
      return alterObject(node.objectType, node.object, 'set schema', range)
  }
}

/** `ALTER … OWNER TO` of what is no relation. */
export const setOwner: Lowering<AlterOwnerStmt> = (node, {range}) => {
  const {object, objectType, relation} = node
  if (relation && isRelation(objectType)) {
    return [
      operation('object.alter', range, {
        objectType: objectTypeOf(objectType),
        name: relation.relname ?? '',
        tables: [toName(relation)],
        action: 'owner to'
      })
    ]
  }
  return [alterObject(objectType, object, 'owner to', range)]
}

/** `ALTER … DEPENDS ON EXTENSION`. */
export const setDependency: Lowering<AlterObjectDependsStmt> = (node, {range}) => {
  const {extname, object, objectType, relation} = node
  const extension = extname?.sval ?? ''
  if (objectType === 'OBJECT_INDEX') {
    return [operation('index.depends-on-extension', range, {index: toName(relation), extension})]
  }
  const altered = alterObject(objectType, object, 'depends on extension', range)
  if (!relation) return [altered]
  // A trigger: its table is named apart.
  return [{...altered, tables: [toName(relation)]} as Operation]
}

function alterObject(
  type: ObjectType | undefined,
  object: Node | undefined,
  action: string,
  range: Operation['range']
): Operation {
  const parts = partsOfObject(object)
  const name = nameOf(parts)
  if (isRoutine(type)) {
    return operation('function.alter', range, {function: name, procedure: type === 'OBJECT_PROCEDURE', action})
  }
  switch (type) {
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return operation('type.alter', range, {type: name, action})
    case 'OBJECT_STATISTIC_EXT':
      return operation('statistics.alter', range, {name, action})
    case 'OBJECT_EXTENSION':
      return operation('extension.alter', range, {extension: name.name, action, tables: []})
    default:
      return operation('object.alter', range, {
        objectType: objectTypeOf(type),
        name: parts.join('.'),
        tables: [],
        action
      })
  }
}
