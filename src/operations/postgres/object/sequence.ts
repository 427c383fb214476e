import type {AlterSeqStmt, CreateSeqStmt, Node} from 'libpg-query'
import type {Name} from '../../definitions.js'
import type {Lowering} from '../lowering.js'
import {existing, operation} from '../lowering.js'
import {nameOf, toName} from '../name.js'
import {allOf, as, strings} from '../node.js'
import {findOption} from '../option.js'

/** `CREATE SEQUENCE`. */
export const createSequence: Lowering<CreateSeqStmt> = (node, {range}) => {
  const owner = ownerOf(node.options)
  return [
    operation('sequence.create', range, {
      sequence: toName(node.sequence),
      ...(node.if_not_exists ? {ifNotExists: true} : {}),
      ...(node.sequence?.relpersistence === 't' ? {temporary: true} : {}),
      ...(owner ? {ownedBy: owner} : {})
    })
  ]
}

/** `ALTER SEQUENCE`; `action` names the options that are set. */
export const alterSequence: Lowering<AlterSeqStmt> = (node, {range}) => {
  const options = allOf(node.options, 'DefElem').map(({defname = ''}) => defname.replaceAll('_', ' '))
  const owner = ownerOf(node.options)
  return [
    operation('sequence.alter', range, {
      sequence: toName(node.sequence),
      action: options.join(', '),
      ...(owner ? {ownedBy: owner} : {}),
      ...existing(node)
    })
  ]
}

/** `OWNED BY table.column`; `OWNED BY NONE` is no owner. */
function ownerOf(options: readonly Node[] | undefined): {table: Name; column: string} | undefined {
  const parts = strings(as(findOption(options, 'owned_by')?.arg, 'List')?.items)
  const column = parts.at(-1)
  if (column === undefined || parts.length < 2) return undefined
  return {table: nameOf(parts.slice(0, -1)), column}
}
