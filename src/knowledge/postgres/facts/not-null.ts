/** `SET NOT NULL`. */
import {factsAbout, manual} from '../fact.js'

const source = manual(
  'sql-altertable',
  'if a valid CHECK constraint exists … which proves no NULL can exist, then the table scan is skipped'
)

export const notNull = {
  'column.set-not-null': factsAbout('column.set-not-null', source, [
    {
      on: 'tree',
      when: ['named-not-null', '!named'],
      versions: '>=18',
      lock: 'none',
      because: 'the parent is NOT NULL already'
    },
    {
      on: 'tree',
      when: ['named-not-null', 'partition', '!named'],
      versions: '<18',
      lock: 'none',
      because: 'the parent is NOT NULL already'
    },
    {on: 'tree', when: ['not-null-already'], lock: 'ACCESS EXCLUSIVE', because: 'it is NOT NULL already'},
    {
      on: 'tree',
      when: ['invalid-not-null'],
      versions: '>=18',
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      because: 'the NOT VALID constraint is validated'
    },
    {on: 'tree', when: ['not-null-proved'], lock: 'ACCESS EXCLUSIVE', because: 'a valid CHECK proves it'},
    {on: 'tree', lock: 'ACCESS EXCLUSIVE', scan: 'table', because: 'no valid CHECK proves it'}
  ])
}
