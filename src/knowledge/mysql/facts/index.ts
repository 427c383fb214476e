/** All facts about MySQL. */
import type {Knowledge} from '../knowledge.js'
import {columns} from './columns.js'
import {changes, combinations, rebuilds} from './combinations.js'
import {failures} from './failures.js'
import {keys} from './keys.js'
import {partitions} from './partitions.js'
import {refusals} from './refusals.js'
import {statements} from './statements.js'
import {tables} from './tables.js'

export const mysqlKnowledge: Knowledge = {
  facts: [...columns, ...keys, ...tables, ...partitions, ...statements],
  combinations,
  changes,
  rebuilds,
  copies: [],
  refusals,
  failures
}
