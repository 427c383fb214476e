/** All facts about MariaDB. */
import {statements} from '../../mysql/facts/statements.js'
import type {Knowledge} from '../../mysql/knowledge.js'
import {columns} from './columns.js'
import {changes, combinations, copies, rebuilds} from './combinations.js'
import {failures} from './failures.js'
import {keys} from './keys.js'
import {partitions} from './partitions.js'
import {refusals} from './refusals.js'
import {tables} from './tables.js'

export const mariadbKnowledge: Knowledge = {
  facts: [...columns, ...keys, ...tables, ...partitions, ...statements],
  combinations,
  changes,
  rebuilds,
  copies,
  refusals,
  failures
}
