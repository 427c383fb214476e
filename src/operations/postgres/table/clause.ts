import type {AlterTableCmd} from 'libpg-query'
import type {Range} from '../../../parse/source.js'
import type {Name} from '../../definitions.js'
import type {Operation, OperationFields, OperationKind} from '../../operation.js'
import {operation} from '../lowering.js'
import type {Stretch} from '../source.js'
import {rangeOf} from '../source.js'

/** One clause of an `ALTER TABLE`. */
export interface Clause {
  command: AlterTableCmd
  stretch: Stretch
  table: Name
  /** `ALTER TABLE ONLY` */
  only: boolean
  /** `ALTER TABLE IF EXISTS` */
  ifExists: boolean
}

/** The operation of a clause, with the clause's own range. */
export function clauseOperation<Kind extends OperationKind>(
  {ifExists, only, stretch}: Clause,
  kind: Kind,
  fields: OperationFields[Kind]
): Operation {
  const range: Range = rangeOf(stretch)
  return operation(kind, range, {
    ...fields,
    ...('table' in fields && only ? {only} : {}),
    ...('table' in fields && ifExists ? {ifTableExists: true} : {})
  })
}

/** `{only: true}` where it is written. */
export function onlyOf({only}: Clause): {only?: boolean} {
  return only ? {only} : {}
}

/** `IF EXISTS` of the clause, and `CASCADE`. */
export function existingOf({command}: Clause): {ifExists?: boolean; cascade?: boolean} {
  const result: {ifExists?: boolean; cascade?: boolean} = {}
  if (command.missing_ok) result.ifExists = true
  if (command.behavior === 'DROP_CASCADE') result.cascade = true
  return result
}
