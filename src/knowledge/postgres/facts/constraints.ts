/** `ADD | DROP | VALIDATE | ALTER | RENAME CONSTRAINT`. */
import {factsAbout, manual} from '../fact.js'

const source = manual('sql-altertable')
const exclusive = 'ACCESS EXCLUSIVE'
const shareRow = 'SHARE ROW EXCLUSIVE'

export const constraints = {
  'constraint.add': factsAbout('constraint.add', source, [
    // CHECK and NOT NULL
    {on: 'tree', when: ['no-inherit', '!named'], versions: '<18', lock: 'none', because: 'NO INHERIT'},
    {on: 'tree', when: ['no-inherit', '!named'], versions: '>=18', lock: exclusive, because: 'NO INHERIT'},
    {on: 'tree', when: ['check', 'added-unchecked'], lock: exclusive, because: 'existing rows are not checked'},
    {on: 'tree', when: ['check'], lock: exclusive, scan: 'table', because: 'every row is checked'},
    {
      on: 'tree',
      versions: '>=18',
      when: ['not-null-constraint', 'added-unchecked'],
      lock: exclusive,
      because: 'existing rows are not checked'
    },
    {
      on: 'tree',
      versions: '>=18',
      when: ['not-null-constraint', 'not-null-proved'],
      lock: exclusive,
      because: 'it is NOT NULL already, or a valid CHECK proves it'
    },
    {
      on: 'tree',
      versions: '>=18',
      when: ['not-null-constraint'],
      lock: exclusive,
      scan: 'table',
      because: 'no valid CHECK proves it'
    },
    // FOREIGN KEY
    {
      on: 'tree',
      when: ['foreign-key', '!named', '!partition'],
      versions: '<18',
      lock: 'none',
      because: 'foreign keys are not inherited'
    },
    {
      on: 'tree',
      when: ['foreign-key', '!named', '!partition'],
      versions: '>=18',
      lock: shareRow,
      because: 'foreign keys are not inherited'
    },
    {on: 'tree', when: ['added-unchecked'], lock: shareRow, because: 'existing rows are not checked'},
    {
      on: 'tree',
      when: ['foreign-key'],
      lock: shareRow,
      scan: 'table',
      because: 'every row is looked up in the referenced table'
    },
    {on: 'newly-referenced', when: ['added-unchecked'], lock: shareRow, because: 'it gets triggers of the foreign key'},
    {on: 'newly-referenced', lock: shareRow, scan: 'maybe', because: 'it gets triggers, and rows are looked up in it'},
    // Keys with an index that is there
    {on: 'tree', when: ['using-index', '!primary-key', 'named'], lock: exclusive, because: 'the index is there'},
    {
      on: 'tree',
      when: ['using-index', '!primary-key'],
      versions: '<18',
      lock: 'none',
      because: 'keys are not inherited'
    },
    {
      on: 'tree',
      when: ['using-index', '!primary-key'],
      versions: '>=18',
      lock: exclusive,
      because: 'keys are not inherited'
    },
    {on: 'tree', when: ['using-index', '!named'], lock: exclusive, because: 'a parent of it gets the key'},
    {
      on: 'tree',
      when: ['using-index', 'not-null-proved'],
      lock: exclusive,
      because: 'the index is there, and no NULL can be'
    },
    {
      on: 'tree',
      when: ['using-index'],
      lock: exclusive,
      scan: 'table',
      because: 'a column is nullable, every row is checked'
    },
    // Keys that build one
    {
      on: 'tree',
      when: ['partition', 'primary-key', '!named-not-null', 'fitting-index'],
      versions: '<18',
      lock: exclusive,
      because: 'its columns become NOT NULL, and it has the index'
    },
    {
      on: 'tree',
      when: ['partition', 'primary-key', '!named-not-null'],
      versions: '<18',
      lock: exclusive,
      scan: 'table',
      because: 'its columns become NOT NULL, and it builds an index'
    },
    {
      on: 'tree',
      when: ['partition', '!named', 'fitting-index'],
      versions: '<18',
      lock: 'SHARE',
      because: 'the partition has the index'
    },
    {
      on: 'tree',
      when: ['partition', '!named', 'deferrable'],
      versions: '<18',
      lock: shareRow,
      scan: 'table',
      because: 'the partition builds an index, and gets a trigger'
    },
    {
      on: 'tree',
      when: ['partition', '!named'],
      versions: '<18',
      lock: 'SHARE',
      scan: 'table',
      because: 'the partition builds an index'
    },
    {
      on: 'tree',
      when: ['partition', '!named', 'fitting-index'],
      versions: '>=18',
      lock: exclusive,
      because: 'the partition has the index'
    },
    {
      on: 'tree',
      when: ['!primary-key', '!named'],
      versions: '<18',
      lock: 'none',
      because: 'keys are not inherited'
    },
    {
      on: 'tree',
      when: ['!primary-key', '!partition', '!named'],
      versions: '>=18',
      lock: exclusive,
      because: 'keys are not inherited'
    },
    {
      on: 'tree',
      when: ['!partition', '!named', 'not-null-proved'],
      lock: exclusive,
      because: 'the columns of a child become NOT NULL too'
    },
    {on: 'tree', lock: exclusive, scan: 'table', because: 'it builds an index, or NOT NULL of a child is checked'}
  ]),
  'constraint.drop': factsAbout('constraint.drop', source, [
    {on: 'tree', when: ['named'], lock: exclusive, because: 'only the catalog changes'},
    {on: 'tree', when: ['partition'], lock: exclusive, because: 'it has the constraint too'},
    {on: 'tree', when: ['!check', '!not-null-constraint'], lock: 'none', because: 'keys are not inherited'},
    {on: 'tree', when: ['no-inherit'], lock: 'none', because: 'NO INHERIT'},
    {on: 'tree', lock: exclusive, because: 'it inherits the constraint'},
    {on: 'partitions-left-alone', lock: exclusive, because: 'partitions are looked at all the same'},
    {on: 'left-alone', when: ['!check', '!not-null-constraint'], lock: 'none', because: 'keys are not inherited'},
    {on: 'left-alone', when: ['no-inherit'], lock: 'none', because: 'NO INHERIT'},
    {on: 'left-alone', lock: exclusive, because: 'the constraint becomes its own'},
    {on: 'referenced', lock: exclusive, because: 'it loses the triggers of the foreign key'},
    {on: 'referencing', when: ['cascade'], lock: exclusive, because: 'its foreign key goes too'},
    {on: 'referencing', lock: 'none', because: 'refused without CASCADE'}
  ]),
  'constraint.validate': factsAbout(
    'constraint.validate',
    manual('sql-altertable', 'Validation acquires only a SHARE UPDATE EXCLUSIVE lock on the table being altered'),
    [
      {on: 'tree', when: ['named', 'validated'], lock: 'SHARE UPDATE EXCLUSIVE', because: 'it is valid already'},
      {on: 'tree', when: ['validated'], lock: 'none', because: 'it is valid already'},
      {
        on: 'tree',
        when: ['foreign-key', '!named', '!partition'],
        lock: 'none',
        because: 'foreign keys are not inherited'
      },
      {on: 'tree', when: ['no-inherit', '!named'], lock: 'none', because: 'NO INHERIT'},
      {on: 'tree', lock: 'SHARE UPDATE EXCLUSIVE', scan: 'table', because: 'every row is checked while writes go on'},
      {on: 'referenced', when: ['validated'], lock: 'none', because: 'it is valid already'},
      {on: 'referenced', lock: 'ROW SHARE', scan: 'maybe', because: 'rows are looked up in it'}
    ]
  ),
  'constraint.alter': factsAbout('constraint.alter', source, [
    {
      on: 'tree',
      when: ['foreign-key', '!named', '!partition'],
      lock: 'none',
      because: 'foreign keys are not inherited'
    },
    {
      on: 'tree',
      versions: '>=18',
      when: ['sets-inherited', '!named'],
      lock: exclusive,
      scan: 'table',
      because: 'it becomes NOT NULL too'
    },
    {
      on: 'tree',
      versions: '>=18',
      when: ['sets-enforced'],
      lock: exclusive,
      scan: 'table',
      because: 'every row is checked'
    },
    {on: 'tree', lock: exclusive, because: 'only the catalog changes'},
    // Before 18 there is nothing else than foreign keys to be altered.
    {
      on: 'partitions-left-alone',
      versions: '<18',
      lock: exclusive,
      because: 'its part of the key is changed all the same'
    },
    {on: 'referenced', versions: '>=18', when: ['enforcement-kept'], lock: 'none', because: 'it is so already'},
    {
      on: 'referenced',
      versions: '>=18',
      when: ['sets-not-enforced'],
      lock: exclusive,
      because: 'it loses the triggers of the foreign key'
    },
    {
      on: 'referenced',
      versions: '>=18',
      when: ['sets-enforced'],
      lock: shareRow,
      scan: 'maybe',
      because: 'it gets triggers, and rows are looked up in it'
    },
    {on: 'referenced', lock: 'none', because: 'its triggers stay'}
  ]),
  'constraint.rename': factsAbout('constraint.rename', source, [
    {on: 'tree', when: ['named'], lock: exclusive, because: 'only the catalog changes'},
    {on: 'tree', when: ['no-inherit'], lock: 'none', because: 'NO INHERIT'},
    {on: 'tree', when: ['check'], lock: exclusive, because: 'it inherits the constraint'},
    {
      on: 'tree',
      versions: '>=18',
      when: ['not-null-constraint'],
      lock: exclusive,
      because: 'it inherits the constraint'
    },
    {on: 'tree', lock: 'none', because: 'it does not inherit the constraint'}
  ])
}
