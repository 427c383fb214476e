import type {RenameStmt} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {existing, operation} from '../lowering.js'
import {nameOf, partsOfObject, toName} from '../name.js'
import {isRelation, objectTypeOf} from './object-type.js'

/** `ALTER … RENAME`. An index renamed as a table looks like one: only the catalog can tell. */
export const rename: Lowering<RenameStmt> = (node, {range}) => [renameRelation(node, range)]

function renameRelation(node: RenameStmt, range: Operation['range']): Operation {
  const to = node.newname ?? ''
  const name = toName(node.relation)
  const extra = existing(node)
  switch (node.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return operation('table.rename', range, {table: name, to: {...name, name: to}, ...extra})
    case 'OBJECT_INDEX':
      return operation('index.rename', range, {index: name, table: undefined, to, ...extra})
    case 'OBJECT_VIEW':
      return operation('view.rename', range, {view: name, materialized: false, to, ...extra})
    case 'OBJECT_MATVIEW':
      return operation('view.rename', range, {view: name, materialized: true, to, ...extra})
    case 'OBJECT_SEQUENCE':
      return operation('sequence.rename', range, {sequence: name, to, ...extra})
    default:
      return renamePart(node, range)
  }
}

function renamePart(node: RenameStmt, range: Operation['range']): Operation {
  const to = node.newname ?? ''
  const name = node.subname ?? ''
  const table = toName(node.relation)
  switch (node.renameType) {
    case 'OBJECT_COLUMN':
      return renameColumn(node, range)
    case 'OBJECT_TABCONSTRAINT':
      return operation('constraint.rename', range, {table, name, to, ...(node.missing_ok ? {ifTableExists: true} : {})})
    case 'OBJECT_TRIGGER':
      return operation('trigger.rename', range, {table, name, to})
    case 'OBJECT_POLICY':
      return operation('policy.alter', range, {table, name})
    case 'OBJECT_SCHEMA':
      return operation('schema.rename', range, {schema: name, to})
    case 'OBJECT_ATTRIBUTE':
      return operation('type.alter', range, {
        type: table,
        action: 'rename attribute',
        attribute: name,
        to,
        ...existing({behavior: node.behavior})
      })
    default:
      return renameObject(node, range)
  }
}

/** Columns of views and attributes of types are renamed by the same words. */
function renameColumn(node: RenameStmt, range: Operation['range']): Operation {
  const name = toName(node.relation)
  if (node.relationType === 'OBJECT_VIEW' || node.relationType === 'OBJECT_MATVIEW') {
    const materialized = node.relationType === 'OBJECT_MATVIEW'
    const renamed = {column: node.subname ?? '', to: node.newname ?? ''}
    return operation('view.alter', range, {
      view: name,
      materialized,
      action: 'rename column',
      renamed,
      ...existing(node)
    })
  }
  return operation('column.rename', range, {
    table: name,
    column: node.subname ?? '',
    to: node.newname ?? '',
    ...existing(node)
  })
}

function renameObject(node: RenameStmt, range: Operation['range']): Operation {
  const to = node.newname ?? ''
  const parts = partsOfObject(node.object)
  const name = nameOf(parts)
  switch (node.renameType) {
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return operation('type.rename', range, {type: name, to})
    case 'OBJECT_FUNCTION':
    case 'OBJECT_ROUTINE':
      return operation('function.alter', range, {function: name, procedure: false, action: 'rename', to})
    case 'OBJECT_PROCEDURE':
      return operation('function.alter', range, {function: name, procedure: true, action: 'rename', to})
    case 'OBJECT_STATISTIC_EXT':
      return operation('statistics.alter', range, {name, action: 'rename'})
    default:
      return operation('object.alter', range, {
        objectType: objectTypeOf(node.renameType),
        name: node.subname ?? parts.join('.'),
        tables:
          node.relation && (isRelation(node.relationType) || node.renameType === 'OBJECT_RULE')
            ? [toName(node.relation)]
            : [],
        action: 'rename',
        to
      })
  }
}
