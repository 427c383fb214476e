/** `ALTER TABLE … ALTER COLUMN`, `DROP COLUMN`, `RENAME COLUMN`; types and NOT NULL have files of their own. */
import {factsAbout, manual} from '../fact.js'

const source = manual('sql-altertable')
const metadata = {lock: 'ACCESS EXCLUSIVE', because: 'only the catalog changes'} as const
const weak = {lock: 'SHARE UPDATE EXCLUSIVE', because: 'only the catalog changes'} as const

export const columnsAltered = {
  'column.drop': factsAbout('column.drop', manual('sql-altertable', 'simply makes it invisible to SQL operations'), [
    {on: 'tree', when: ['missing-column', '!named'], lock: 'none', because: 'there is no such column'},
    {on: 'tree', ...metadata},
    {on: 'left-alone', when: ['missing-column'], lock: 'none', because: 'there is no such column'},
    {on: 'left-alone', lock: 'ACCESS EXCLUSIVE', because: 'the column becomes its own'},
    {
      on: 'referenced',
      versions: '<15',
      when: ['partitioned'],
      lock: 'none',
      because: 'only its partitions have the triggers'
    },
    {on: 'referenced', lock: 'ACCESS EXCLUSIVE', because: 'it loses the triggers of a foreign key'},
    {on: 'referencing', when: ['cascade'], lock: 'ACCESS EXCLUSIVE', because: 'its foreign key goes too'},
    {on: 'referencing', lock: 'none', because: 'refused without CASCADE'},
    {on: 'dependent-views', when: ['cascade', 'used-by-view'], lock: 'ACCESS EXCLUSIVE', because: 'CASCADE drops it'},
    {on: 'dependent-views', lock: 'none', because: 'refused without CASCADE'},
    {on: 'losing', lock: 'ACCESS EXCLUSIVE', because: 'CASCADE drops it, or a part of it'}
  ]),
  'column.rename': factsAbout('column.rename', source, [{on: 'tree', ...metadata}]),
  'column.set-default': factsAbout('column.set-default', source, [
    {on: 'tree', lock: 'ACCESS EXCLUSIVE', because: 'existing rows are left alone'}
  ]),
  'column.drop-default': factsAbout('column.drop-default', source, [{on: 'tree', ...metadata}]),
  'column.drop-not-null': factsAbout('column.drop-not-null', source, [
    {
      on: 'tree',
      versions: '>=18',
      when: ['!named', '!inheritable-not-null'],
      lock: 'none',
      because: 'the parent has no such constraint'
    },
    {on: 'tree', ...metadata},
    {
      on: 'left-alone',
      versions: '>=18',
      when: ['inheritable-not-null'],
      lock: 'ACCESS EXCLUSIVE',
      because: 'NOT NULL becomes its own'
    },
    {on: 'left-alone', versions: '>=18', lock: 'none', because: 'the parent has no such constraint'}
  ]),
  'column.set-statistics': factsAbout('column.set-statistics', source, [{on: 'tree', ...weak}]),
  'column.set-storage': factsAbout('column.set-storage', source, [
    {on: 'tree', lock: 'ACCESS EXCLUSIVE', because: 'existing values stay as they are stored'}
  ]),
  'column.set-compression': factsAbout('column.set-compression', source, [
    {on: 'table', lock: 'ACCESS EXCLUSIVE', because: 'existing values stay as they are stored'}
  ]),
  'column.set-parameters': factsAbout('column.set-parameters', source, [{on: 'table', ...weak}]),
  'column.add-identity': factsAbout('column.add-identity', source, [
    {on: 'table', ...metadata},
    {on: 'partitions', versions: '>=17', ...metadata}
  ]),
  'column.set-identity': factsAbout('column.set-identity', source, [
    {on: 'table', ...metadata},
    {on: 'partitions', versions: '>=17', ...metadata}
  ]),
  'column.drop-identity': factsAbout('column.drop-identity', source, [
    {on: 'table', ...metadata},
    {on: 'partitions', versions: '>=17', when: ['missing-identity'], lock: 'none', because: 'it is no identity column'},
    {on: 'partitions', versions: '>=17', ...metadata}
  ]),
  'column.set-expression': factsAbout('column.set-expression', source, [
    {
      on: 'tree',
      versions: '>=18',
      when: ['virtual-column'],
      lock: 'ACCESS EXCLUSIVE',
      because: 'a virtual column is computed when read'
    },
    {
      on: 'tree',
      versions: '>=17',
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      rewrite: 'table',
      indexes: 'all',
      because: 'the column is computed anew for each row'
    }
  ]),
  'column.drop-expression': factsAbout('column.drop-expression', source, [{on: 'tree', ...metadata}])
}
