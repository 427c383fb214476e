/** Making, dropping, rebuilding and changing indexes. */
import {factsAbout, manual} from '../fact.js'

const alter = manual('sql-alterindex')
const exclusive = 'ACCESS EXCLUSIVE'
const weak = 'SHARE UPDATE EXCLUSIVE'

export const indexes = {
  'index.create': factsAbout('index.create', manual('sql-createindex'), [
    {
      on: 'table',
      when: ['concurrently', 'index-exists'],
      lock: weak,
      because: 'the index is there already'
    },
    {
      on: 'table',
      when: ['concurrently'],
      lock: weak,
      scan: 'table',
      because: 'built while writes go on, in two scans'
    },
    {on: 'table', when: ['index-exists'], lock: 'SHARE', because: 'the index is there already'},
    {on: 'table', lock: 'SHARE', scan: 'table', because: 'writes wait until the index is built'},
    {on: 'partitions', when: ['index-exists'], lock: 'SHARE', because: 'the index is there already'},
    {on: 'partitions', when: ['fitting-index'], lock: 'SHARE', because: 'it has the index, which is taken in'},
    {on: 'partitions', lock: 'SHARE', scan: 'table', because: 'the partition builds an index too'}
  ]),
  'index.drop': factsAbout('index.drop', manual('sql-dropindex'), [
    {
      on: 'index-table',
      when: ['concurrently'],
      lock: weak,
      because: 'waits for users of the index, blocks none'
    },
    {on: 'index-table', lock: exclusive, because: 'the index is dropped'},
    {on: 'index-partitions', lock: exclusive, because: 'their part of the index is dropped'},
    {on: 'referencing', when: ['cascade'], lock: exclusive, because: 'its foreign key goes too'},
    {on: 'referencing', lock: 'none', because: 'refused without CASCADE'}
  ]),
  'index.rename': factsAbout('index.rename', alter, [
    {on: 'no-index', lock: exclusive, because: 'a table or view renamed as an index is locked as ever'},
    {on: 'index-table', lock: 'none', because: 'only the index is locked, and that weakly'}
  ]),
  'index.reindex': factsAbout('index.reindex', manual('sql-reindex'), [
    {
      on: 'index-table',
      when: ['concurrently'],
      lock: weak,
      scan: 'table',
      indexes: 'named',
      because: 'built beside the old one while writes go on'
    },
    {
      on: 'index-table',
      lock: 'SHARE',
      scan: 'table',
      indexes: 'named',
      locked: 'named',
      because: 'writes wait, and readers that plan with the index'
    },
    {
      on: 'index-partitions',
      when: ['concurrently'],
      lock: weak,
      scan: 'table',
      indexes: 'named',
      because: 'built beside the old one while writes go on'
    },
    {
      on: 'index-partitions',
      lock: 'SHARE',
      scan: 'table',
      indexes: 'named',
      locked: 'named',
      because: 'their part of the index is built anew'
    },
    {on: 'reindexed', when: ['no-indexes', 'concurrently', 'named'], lock: weak, because: 'it has no index'},
    {
      on: 'reindexed',
      when: ['concurrently', 'named'],
      lock: weak,
      scan: 'table',
      indexes: 'all',
      because: 'built beside the old ones while writes go on'
    },
    {on: 'reindexed', when: ['no-indexes'], lock: 'SHARE', because: 'it has no index'},
    {
      on: 'reindexed',
      when: ['concurrently'],
      lock: 'SHARE',
      scan: 'table',
      indexes: 'all',
      because: 'of partitions writes wait in spite of CONCURRENTLY'
    },
    {
      on: 'reindexed',
      lock: 'SHARE',
      scan: 'table',
      indexes: 'all',
      locked: 'all',
      because: 'writes wait, and readers that plan with the indexes'
    },
    {
      on: 'all-stored',
      when: ['concurrently'],
      lock: weak,
      scan: 'table',
      indexes: 'all',
      because: 'built beside the old ones while writes go on'
    },
    {
      on: 'all-stored',
      lock: 'SHARE',
      scan: 'table',
      indexes: 'all',
      locked: 'all',
      because: 'writes wait, and readers that plan with the indexes'
    }
  ]),
  'index.attach-partition': factsAbout('index.attach-partition', alter, [
    {on: 'index-table', lock: 'ACCESS SHARE', because: 'it is looked at; its index is locked weakly'},
    {on: 'index-part-table', lock: 'ACCESS SHARE', locked: 'named', because: 'the index that is attached is locked'}
  ]),
  'index.set-tablespace': factsAbout('index.set-tablespace', alter, [
    {
      on: 'index-table',
      when: ['tablespace-kept'],
      lock: 'none',
      locked: 'named',
      because: 'the index is locked, and there already'
    },
    {
      on: 'index-table',
      lock: 'none',
      indexes: 'named',
      locked: 'named',
      because: 'the index is locked and copied: no query of the table can be planned'
    }
  ]),
  'index.set-parameters': factsAbout('index.set-parameters', alter, [
    {on: 'index-table', lock: 'none', because: 'only the index is locked'}
  ]),
  'index.set-statistics': factsAbout('index.set-statistics', alter, [
    {on: 'index-table', lock: 'none', because: 'only the index is locked'}
  ]),
  'index.depends-on-extension': factsAbout('index.depends-on-extension', alter, [
    {on: 'index-table', lock: 'none', locked: 'named', because: 'the index is locked'}
  ])
}
