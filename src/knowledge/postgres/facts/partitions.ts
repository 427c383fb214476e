/** Attaching and detaching partitions. */
import {factsAbout, manual} from '../fact.js'

const exclusive = 'ACCESS EXCLUSIVE'
const weak = 'SHARE UPDATE EXCLUSIVE'
const shareRow = 'SHARE ROW EXCLUSIVE'

export const partitions = {
  'partition.attach': factsAbout(
    'partition.attach',
    manual('ddl-partitioning', 'it is recommended to create a CHECK constraint on the table to be attached'),
    [
      {on: 'table', lock: weak, because: 'it gets a partition'},
      {
        on: 'partition-tree',
        when: ['within-bound', '!attached-key'],
        lock: exclusive,
        because: 'a CHECK proves that its rows belong there'
      },
      {
        on: 'partition-tree',
        lock: exclusive,
        scan: 'table',
        because: 'rows are checked against the bound, or by an index or a key of the parent'
      },
      {
        on: 'default-partition',
        when: ['outside-bound'],
        lock: exclusive,
        because: 'a CHECK keeps the new rows out of it'
      },
      {on: 'default-partition', lock: exclusive, scan: 'table', because: 'its rows may belong to the new partition'},
      {on: 'parents-referenced', lock: shareRow, scan: 'maybe', because: 'the foreign key of the parent is checked'},
      {
        on: 'parents-referencing',
        versions: '<15',
        lock: 'ACCESS SHARE',
        because: 'its foreign key covers the new partition'
      },
      {on: 'parents-referencing', versions: '>=15', lock: shareRow, because: 'its foreign key covers the new partition'}
    ]
  ),
  'partition.detach': factsAbout('partition.detach', manual('sql-altertable'), [
    {on: 'table', when: ['concurrently'], lock: weak, because: 'reads and writes go on'},
    {on: 'table', when: ['finalize'], lock: weak, because: 'the rest of a concurrent detach'},
    {on: 'table', lock: exclusive, because: 'it loses a partition'},
    {on: 'partition-tree', lock: exclusive, because: 'it is a table of its own now; CONCURRENTLY, at the end'},
    {on: 'default-partition', lock: exclusive, because: 'its bound grows'},
    {
      on: 'parents-referenced',
      versions: '<15',
      when: ['partitioned'],
      lock: 'none',
      because: 'only its partitions have triggers'
    },
    {on: 'parents-referenced', versions: '<15', when: ['partition'], lock: 'none', because: 'its triggers stay'},
    {on: 'parents-referenced', lock: shareRow, because: 'the partition gets a foreign key of its own'},
    {
      on: 'parents-referencing',
      when: ['partition'],
      lock: 'ACCESS SHARE',
      scan: 'table',
      because: 'no row may reference the partition'
    },
    {on: 'parents-referencing', lock: exclusive, scan: 'table', because: 'no row may reference the partition'}
  ])
}
