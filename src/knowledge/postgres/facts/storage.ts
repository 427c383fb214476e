/** How and where a table is stored, and its maintenance. */
import {factsAbout, manual} from '../fact.js'

const alter = manual('sql-altertable')
const exclusive = 'ACCESS EXCLUSIVE'
const weak = 'SHARE UPDATE EXCLUSIVE'
const rewrite = {lock: exclusive, scan: 'table', rewrite: 'table', indexes: 'all'} as const

export const storage = {
  'table.set-persistence': factsAbout('table.set-persistence', alter, [
    {on: 'table', when: ['persistence-kept'], lock: exclusive, because: 'it is stored that way already'},
    {on: 'table', ...rewrite, because: 'the table is copied'}
  ]),
  'table.set-tablespace': factsAbout('table.set-tablespace', alter, [
    {on: 'table', when: ['tablespace-kept'], lock: exclusive, because: 'it is there already'},
    {on: 'table', lock: exclusive, rewrite: 'table', because: 'its file is copied, block by block'},
    {
      on: 'index-table',
      when: ['tablespace-kept'],
      lock: 'none',
      locked: 'named',
      because: 'the index is there already'
    },
    {on: 'index-table', lock: 'none', indexes: 'named', locked: 'named', because: 'the file of the index is copied'}
  ]),
  'table.set-access-method': factsAbout('table.set-access-method', alter, [
    {
      on: 'table',
      versions: '>=15',
      when: ['access-method-kept'],
      lock: exclusive,
      because: 'it has that access method'
    },
    {on: 'table', versions: '>=15', ...rewrite, because: 'rows are stored anew'}
  ]),
  'table.set-parameters': factsAbout(
    'table.set-parameters',
    manual(
      'sql-altertable',
      'SHARE UPDATE EXCLUSIVE lock will be taken for fillfactor, toast and autovacuum storage parameters'
    ),
    [
      {on: 'table', when: ['strict-parameter'], lock: exclusive, because: 'plans depend on the parameter'},
      {on: 'table', when: ['foreign'], lock: exclusive, because: 'only the catalog changes'},
      {on: 'table', lock: weak, because: 'existing rows stay as they are stored'}
    ]
  ),
  'table.cluster-on': factsAbout('table.cluster-on', alter, [
    {on: 'table', lock: weak, because: 'only the catalog changes'}
  ]),
  'table.vacuum': factsAbout('table.vacuum', manual('sql-vacuum'), [
    {on: 'with-partitions', when: ['view', 'full'], lock: exclusive, because: 'a view is locked before it is left out'},
    {on: 'with-partitions', when: ['view'], lock: weak, because: 'a view is locked before it is left out'},
    {on: 'with-partitions', when: ['full'], ...rewrite, because: 'VACUUM FULL copies the table'},
    {on: 'with-partitions', lock: weak, because: 'reads and writes go on'},
    {on: 'children', versions: '>=18', when: ['full'], ...rewrite, because: 'VACUUM FULL copies the table'},
    {on: 'children', versions: '>=18', lock: weak, because: 'children are vacuumed along'},
    {on: 'all-stored', when: ['full'], ...rewrite, because: 'VACUUM FULL copies the table'},
    {on: 'all-stored', lock: weak, because: 'reads and writes go on'}
  ]),
  'table.analyze': factsAbout('table.analyze', manual('sql-analyze'), [
    {
      on: 'tree',
      when: ['!named', '!partition'],
      versions: '<18',
      lock: 'ACCESS SHARE',
      because: 'its rows are sampled for the parent'
    },
    {on: 'tree', when: ['view'], lock: 'none', because: 'a view has no rows'},
    {on: 'tree', lock: weak, because: 'rows are sampled'},
    {on: 'all-tables', lock: weak, because: 'rows are sampled'}
  ]),
  'table.cluster': factsAbout('table.cluster', manual('sql-cluster', 'an ACCESS EXCLUSIVE lock is acquired on it'), [
    {on: 'with-partitions', ...rewrite, because: 'the table is copied in the order of the index'},
    {on: 'all-clustered', ...rewrite, because: 'the table is copied in the order of the index'}
  ])
}
