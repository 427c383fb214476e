/** The conditions that facts about MySQL and MariaDB may name. */
import type {Verdict} from '../../effect.js'
import type {Subject} from '../subject.js'
import {columnConditions} from './column.js'
import {foreignKeyConditions} from './foreign-keys.js'
import {heldConditions} from './held.js'
import {constraintConditions} from './keys/constraints.js'
import {hashedConditions} from './keys/hashed.js'
import {indexConditions} from './keys/indexes.js'
import {rowOrderConditions} from './keys/row-order.js'
import {tooLongConditions} from './keys/too-long.js'
import {literalDefaultConditions} from './literal-default.js'
import {longerConditions} from './longer.js'
import {nameConditions} from './names.js'
import {partitionKeyConditions} from './partition-keys.js'
import {statementConditions} from './statement.js'
import {tableConditions} from './table.js'
import {virtualOrderConditions} from './virtual-order.js'

const conditions = {
  ...tableConditions,
  ...columnConditions,
  ...rowOrderConditions,
  ...indexConditions,
  ...hashedConditions,
  ...tooLongConditions,
  ...constraintConditions,
  ...heldConditions,
  ...foreignKeyConditions,
  ...partitionKeyConditions,
  ...nameConditions,
  ...longerConditions,
  ...literalDefaultConditions,
  ...statementConditions,
  ...virtualOrderConditions
} satisfies Record<string, (subject: Subject) => Verdict>

export type Condition = keyof typeof conditions

/**
 * What few tables are or have. One that the catalog does not know is taken for an ordinary table of InnoDB: else
 * every change of a table whose history is not at hand would be a copy “for all that is known”. What an ordinary
 * table may well have, such as an index over a column, stays open.
 */
const unusual = new Set<Condition>([
  'added-before-virtual',
  'becomes-clustered',
  'changed-by-foreign-key',
  'clustered-already',
  'column-computed-from',
  'column-in-fulltext',
  'column-orders-rows',
  'column-partitions',
  'column-virtual',
  'columns-exhausted',
  'compressed-rows',
  'document-id-index',
  'drops-before-virtual',
  'drops-clustered',
  'fulltext-index',
  'functional-index',
  'has-fulltext',
  'hidden-column-behind',
  'hidden-document-id',
  'indexed-virtual-column',
  'indexes-virtual-column',
  'inline-key-clusters',
  'new-unique-order',
  'old-key-dropped',
  'orders-rows',
  'orphaned-check',
  'other-engine',
  'own-document-id',
  'page-compressed',
  'partitioned',
  'partitioned-by-primary-key',
  'redundant-rows',
  'row-versions-exhausted',
  'self-referencing',
  'several-fulltext',
  'spatial-index',
  'stored-column',
  'system-versioned',
  'temporal-key',
  'vector-index',
  'virtual-column'
])

/** Whether a condition, or with `!` its contrary, holds. */
export function check(condition: Condition | `!${Condition}`, subject: Subject): Verdict {
  const negated = condition.startsWith('!')
  const name = (negated ? condition.slice(1) : condition) as Condition
  const verdict = conditions[name](subject) ?? (unusual.has(name) ? false : undefined)
  return negated && verdict !== undefined ? !verdict : verdict
}

/** Whether all hold; `undefined` where none fails and some cannot be told. */
export function checkAll(all: ReadonlyArray<Condition | `!${Condition}`>, subject: Subject): Verdict {
  let result: Verdict = true
  for (const condition of all) {
    const verdict = check(condition, subject)
    if (verdict === false) return false
    if (verdict === undefined) result = undefined
  }
  return result
}
