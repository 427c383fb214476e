import type {AlterTableStmt} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {toName} from '../name.js'
import {allOf} from '../node.js'
import type {Source, Stretch} from '../source.js'
import {cut, indexAt, skipName, splitAtCommas, tokenAt, wholeOf} from '../source.js'
import {lowerColumnClause} from './alter-column.js'
import {lowerConstraintClause} from './alter-constraint.js'
import {lowerIndexClause, lowerSequenceClause, lowerTypeClause, lowerViewClause} from './alter-relation.js'
import {lowerTableClause} from './alter-storage.js'
import type {Clause} from './clause.js'
import {lowerTriggerClause} from './alter-trigger.js'

/** `ALTER TABLE` and, by the kind of object, what else goes through the same node. One operation per clause. */
export const alterTable: Lowering<AlterTableStmt> = (node, source) => {
  const commands = allOf(node.cmds, 'AlterTableCmd')
  const stretches = clauseStretches(source, node, commands.length)
  return commands.map((command, index) => {
    const stretch = stretches[index] ?? wholeOf(source)
    return lowerClause(
      {command, stretch, table: toName(node.relation), only: !node.relation?.inh, ifExists: node.missing_ok ?? false},
      node.objtype
    )
  })
}

function lowerClause(clause: Clause, type: AlterTableStmt['objtype']): Operation {
  switch (type) {
    case 'OBJECT_INDEX':
      return lowerIndexClause(clause)
    case 'OBJECT_VIEW':
      return lowerViewClause(clause, false)
    case 'OBJECT_MATVIEW':
      return lowerViewClause(clause, true)
    case 'OBJECT_SEQUENCE':
      return lowerSequenceClause(clause)
    case 'OBJECT_TYPE':
      return lowerTypeClause(clause)
    default:
      return (
        lowerColumnClause(clause) ??
        lowerConstraintClause(clause) ??
        lowerTriggerClause(clause) ??
        lowerTableClause(clause)
      )
  }
}

/** The tree has no locations of clauses: they are what the commas after the name separate. */
function clauseStretches(source: Source, {relation}: AlterTableStmt, count: number): Stretch[] {
  const whole = wholeOf(source)
  let from = skipName(whole, indexAt(source, relation?.location))
  // `ONLY (account)` and the old `account *`.
  while ([')', '*'].includes(tokenAt(whole, from)?.text ?? '')) from++
  const stretches = splitAtCommas(cut(whole, from))
  return stretches.length === count ? stretches : []
}
