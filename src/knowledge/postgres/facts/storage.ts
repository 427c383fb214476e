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
    {on: 'table', lock: exclusive, rewrite: 'table', because: 'its file is copied, block by block'}
  ]),
  'table.set-access-method': factsAbout('table.set-access-method', alter, [
    {on: 'table', when: ['access-method-kept'], lock: exclusive, because: 'it has that access method'},
    {on: 'table', ...rewrite, proof: 'documented', because: 'rows are stored anew'}
  ]),
  'table.set-parameters': factsAbout(
    'table.set-parameters',
    manual(
      'sql-altertable',
      'SHARE UPDATE EXCLUSIVE lock will be taken for fillfactor, toast and autovacuum storage parameters'
    ),
    [
      {on: 'table', when: ['strict-parameter'], lock: exclusive, because: 'plans depend on the parameter'},
      {on: 'table', when: ['view'], lock: exclusive, proof: 'documented', because: 'only the catalog changes'},
      {on: 'table', when: ['foreign'], lock: exclusive, proof: 'documented', because: 'only the catalog changes'},
      {on: 'table', lock: weak, because: 'existing rows stay as they are stored'}
    ]
  ),
  'table.cluster-on': factsAbout('table.cluster-on', alter, [
    {on: 'table', lock: weak, because: 'only the catalog changes'}
  ]),
  'table.vacuum': factsAbout('table.vacuum', manual('sql-vacuum'), [
    {on: 'tree', when: ['full'], ...rewrite, because: 'VACUUM FULL copies the table'},
    {
      on: 'tree',
      when: ['!named', '!partition'],
      lock: 'none',
      proof: 'documented',
      because: 'children are not vacuumed along'
    },
    {on: 'tree', lock: weak, because: 'reads and writes go on'},
    {on: 'all-tables', when: ['!no-table'], lock: 'none', because: 'another table is named'},
    {
      on: 'all-tables',
      when: ['full'],
      ...rewrite,
      proof: 'documented',
      because: 'VACUUM FULL copies the table'
    },
    {on: 'all-tables', lock: weak, proof: 'documented', because: 'reads and writes go on'}
  ]),
  'table.analyze': factsAbout('table.analyze', manual('sql-analyze'), [
    {
      on: 'tree',
      when: ['!named', '!partition'],
      versions: '<18',
      lock: 'ACCESS SHARE',
      because: 'its rows are sampled for the parent'
    },
    {on: 'tree', lock: weak, because: 'rows are sampled'},
    {on: 'all-tables', when: ['!no-table'], lock: 'none', because: 'another table is named'},
    {on: 'all-tables', when: ['view'], lock: 'none', because: 'a view has no rows'},
    {on: 'all-tables', lock: weak, because: 'rows are sampled'}
  ]),
  'table.cluster': factsAbout('table.cluster', manual('sql-cluster', 'an ACCESS EXCLUSIVE lock is acquired on it'), [
    {
      on: 'tree',
      when: ['!named', '!partition'],
      lock: 'none',
      proof: 'documented',
      because: 'children are not clustered along'
    },
    {on: 'tree', ...rewrite, because: 'the table is copied in the order of the index'},
    {on: 'all-tables', when: ['!no-table'], lock: 'none', because: 'another table is named'},
    {on: 'all-tables', when: ['!clustered'], lock: 'none', proof: 'documented', because: 'it was never clustered'},
    {
      on: 'all-tables',
      ...rewrite,
      proof: 'documented',
      because: 'the table is copied in the order of the index'
    }
  ])
}
