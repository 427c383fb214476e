import type {CommentStmt, Node, ObjectType, SecLabelStmt} from 'libpg-query'
import type {Name} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOf, partsOfObject} from '../name.js'
import {isPartOfRelation, isRelation, objectTypeOf} from './object-type.js'

/** `COMMENT ON`. */
export const comment: Lowering<CommentStmt> = ({object, objtype}, {range}) => {
  const {name, table} = place(objtype, object)
  return [operation('comment.set', range, {objectType: objectTypeOf(objtype), table, name})]
}

/** `SECURITY LABEL`: the same kind of mark on the same kinds of objects. */
export const securityLabel: Lowering<SecLabelStmt> = ({object, objtype}, {range}) => {
  const {name, table} = place(objtype, object)
  return [
    operation('object.alter', range, {
      objectType: objectTypeOf(objtype),
      name,
      tables: table ? [table] : [],
      action: 'security label'
    }) satisfies Operation
  ]
}

function place(type: ObjectType | undefined, object: Node | undefined): {table: Name | undefined; name: string} {
  const parts = partsOfObject(object)
  const name = parts.at(-1) ?? ''
  if (isPartOfRelation(type)) return {table: nameOf(parts.slice(0, -1)), name}
  if (isRelation(type)) return {table: nameOf(parts), name}
  return {table: undefined, name: parts.join('.')}
}
