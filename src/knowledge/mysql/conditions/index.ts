/** The conditions that facts about MySQL and MariaDB may name. */
import type {Verdict} from '../../effect.js'
import type {Subject} from '../subject.js'
import {columnConditions} from './column.js'
import {keyConditions} from './key.js'
import {statementConditions} from './statement.js'
import {tableConditions} from './table.js'
import {virtualOrderConditions} from './virtual-order.js'

const conditions = {
  ...tableConditions,
  ...columnConditions,
  ...keyConditions,
  ...statementConditions,
  ...virtualOrderConditions
} satisfies Record<string, (subject: Subject) => Verdict>

export type Condition = keyof typeof conditions

/** Whether a condition, or with `!` its contrary, holds. */
export function check(condition: Condition | `!${Condition}`, subject: Subject): Verdict {
  if (!condition.startsWith('!')) return conditions[condition as Condition](subject)
  const verdict = conditions[condition.slice(1) as Condition](subject)
  return verdict === undefined ? undefined : !verdict
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
