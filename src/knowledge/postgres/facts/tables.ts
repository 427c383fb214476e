/** Making, dropping, moving and renaming tables. */
import {factsAbout, manual} from '../fact.js'

const alter = manual('sql-altertable')
const exclusive = 'ACCESS EXCLUSIVE'
const shareRow = 'SHARE ROW EXCLUSIVE'
const catalogOnly = 'only the catalog changes'

export const tables = {
  'table.create': factsAbout('table.create', manual('sql-createtable'), [
    {on: 'newly-referenced', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {on: 'newly-referenced', lock: shareRow, because: 'it gets triggers of the foreign key'},
    {on: 'inherits', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {on: 'inherits', lock: 'SHARE UPDATE EXCLUSIVE', because: 'it gets a child'},
    {on: 'like', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {on: 'like', lock: 'ACCESS SHARE', because: 'its definition is copied'},
    {on: 'read-names', when: ['takes-row-locks'], lock: 'ROW SHARE', because: 'the query locks rows of it'},
    {on: 'read-names', lock: 'ACCESS SHARE', because: 'the query names it'},
    {on: 'reads', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {
      on: 'reads',
      when: ['with-data', 'takes-row-locks', 'several-reads'],
      lock: 'ROW SHARE',
      scan: 'maybe',
      because: 'the query reads it and locks rows, as the planner likes'
    },
    {
      on: 'reads',
      when: ['with-data', 'takes-row-locks'],
      lock: 'ROW SHARE',
      scan: 'table',
      because: 'the query reads it and locks its rows'
    },
    {
      on: 'reads',
      when: ['with-data', 'several-reads'],
      lock: 'ACCESS SHARE',
      scan: 'maybe',
      because: 'the planner decides how it reads each of several relations'
    },
    {on: 'reads', when: ['with-data'], lock: 'ACCESS SHARE', scan: 'table', because: 'the query reads it'},
    {on: 'reads', lock: 'none', because: 'the query does not run'},
    {on: 'partition-parent', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {on: 'partition-parent', lock: exclusive, because: 'it gets a partition'},
    {on: 'default-partition', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {
      on: 'default-partition',
      when: ['outside-bound'],
      lock: exclusive,
      because: 'a CHECK keeps the new rows out of it'
    },
    {on: 'default-partition', lock: exclusive, scan: 'table', because: 'its rows may belong to the new partition'},
    {on: 'parents-referenced', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {on: 'parents-referenced', lock: shareRow, because: 'the partition gets the foreign key of its parent'},
    {on: 'parents-referencing', when: ['relation-exists'], lock: 'none', because: 'the table is there already'},
    {
      on: 'parents-referencing',
      versions: '<15',
      lock: 'ACCESS SHARE',
      because: 'its foreign key covers the new partition'
    },
    {on: 'parents-referencing', versions: '>=15', lock: shareRow, because: 'its foreign key covers the new partition'}
  ]),
  'table.drop': factsAbout('table.drop', manual('sql-droptable'), [
    {
      on: 'tree',
      when: ['!named', '!partition', '!cascade'],
      lock: 'none',
      because: 'refused without CASCADE'
    },
    {on: 'tree', lock: exclusive, because: 'it is dropped'},
    {on: 'partition-parent', lock: exclusive, because: 'it loses a partition'},
    {on: 'default-partition', lock: exclusive, because: 'its bound grows'},
    {
      on: 'referenced',
      versions: '<15',
      when: ['partitioned'],
      lock: 'none',
      because: 'only its partitions have the triggers'
    },
    {on: 'referenced', lock: exclusive, because: 'it loses the triggers of a foreign key'},
    {on: 'referencing', when: ['cascade'], lock: exclusive, because: 'its foreign key goes too'},
    {on: 'referencing', lock: 'none', because: 'refused without CASCADE'},
    {on: 'referenced-beside', lock: exclusive, because: 'it loses the triggers of a foreign key'},
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'table.rename': factsAbout('table.rename', alter, [
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'index-table', lock: 'none', locked: 'named', because: 'an index renamed as a table is locked like one'}
  ]),
  'table.set-schema': factsAbout('table.set-schema', alter, [{on: 'table', lock: exclusive, because: catalogOnly}]),
  'table.set-owner': factsAbout('table.set-owner', alter, [
    {on: 'table', lock: exclusive, because: catalogOnly},
    {on: 'index-table', lock: 'none', locked: 'named', because: 'an index altered as a table is locked like one'}
  ]),
  'table.truncate': factsAbout(
    'table.truncate',
    manual('sql-truncate', 'it acquires an ACCESS EXCLUSIVE lock on each table'),
    [
      {on: 'tree', lock: exclusive, because: 'it gets a new empty file'},
      {on: 'referencing-all', when: ['cascade'], lock: exclusive, because: 'CASCADE empties it too'},
      {on: 'referencing-all', lock: 'none', because: 'refused without CASCADE'}
    ]
  ),
  'table.inherit': factsAbout('table.inherit', alter, [
    {on: 'table', lock: exclusive, because: 'it becomes a child'},
    {on: 'parent', lock: 'SHARE UPDATE EXCLUSIVE', because: 'it gets a child'},
    {on: 'descendants', lock: 'ACCESS SHARE', because: 'the parent may not be among them'}
  ]),
  'table.no-inherit': factsAbout('table.no-inherit', alter, [
    {on: 'table', lock: exclusive, because: 'it is a child no more'},
    {on: 'parent', lock: 'ACCESS SHARE', because: 'it is looked at'}
  ]),
  'table.of': factsAbout('table.of', alter, [{on: 'table', lock: exclusive, because: catalogOnly}]),
  'table.not-of': factsAbout('table.not-of', alter, [{on: 'table', lock: exclusive, because: catalogOnly}]),
  'table.replica-identity': factsAbout('table.replica-identity', alter, [
    {on: 'table', lock: exclusive, because: catalogOnly}
  ]),
  'table.row-security': factsAbout('table.row-security', alter, [{on: 'table', lock: exclusive, because: catalogOnly}]),
  'table.set-without-oids': factsAbout('table.set-without-oids', alter, [
    {on: 'table', lock: exclusive, because: catalogOnly}
  ]),
  'table.lock': factsAbout('table.lock', manual('sql-lock'), [
    {on: 'tree', lock: 'as-written', because: 'the statement asks for it'},
    {on: 'view-reads', lock: 'as-written', because: 'a locked view reads it'}
  ])
}
