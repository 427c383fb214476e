/** What fails by a name in it: there is no such thing, or there is one already. */
import {refusals} from '../fact.js'
import type {RefusalRow} from '../fact.js'
import {manual} from './manual.js'

/** MariaDB has those about what it can do. */
export const failingByName: readonly RefusalRow[] = [
  {
    operation: [
      'column.drop',
      'column.rename',
      'column.modify',
      'column.set-default',
      'column.drop-default',
      'column.set-visibility'
    ],
    when: ['names-missing-column'],
    unexpected: 'change of a column that the table does not have',
    expected: 'one that is there',
    source: manual.alterTable
  },
  {
    operation: ['column.add', 'column.rename', 'column.modify'],
    when: ['takes-column-name'],
    unexpected: 'name of a column that the table has already',
    expected: 'a name of its own',
    source: manual.alterTable
  },
  {
    operation: ['column.add', 'column.modify'],
    when: ['behind-missing-column'],
    unexpected: '`AFTER` a column that the table does not have',
    expected: 'one that is there',
    source: manual.alterTable
  },
  {
    operation: ['index.create', 'constraint.add'],
    when: ['key-of-missing-column'],
    unexpected: 'key of a column that the table does not have',
    expected: 'columns that are there',
    source: manual.createIndex
  },
  {
    operation: ['index.create', 'constraint.add'],
    when: ['takes-index-name'],
    unexpected: 'name of an index that the table has already',
    expected: 'a name of its own',
    source: manual.createIndex
  },
  {
    operation: ['index.drop', 'index.rename', 'index.set-visibility', 'constraint.drop', 'constraint.alter'],
    when: ['names-missing-key'],
    unexpected: 'change of an index or constraint that the table does not have',
    expected: 'one that is there',
    source: manual.alterTable
  }
]

export const failures = refusals(failingByName)
