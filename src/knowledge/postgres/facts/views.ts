/** Views and materialized views. */
import {factsAbout, manual} from '../fact.js'

const exclusive = 'ACCESS EXCLUSIVE'
const catalogOnly = 'only the catalog changes'
const planned = 'the planner decides how it reads each of several relations'

export const views = {
  'view.create': factsAbout('view.create', manual('sql-createview'), [
    {on: 'read-names', when: ['takes-row-locks'], lock: 'ROW SHARE', because: 'the query locks rows of it'},
    {on: 'read-names', lock: 'ACCESS SHARE', because: 'the query names it'},
    {on: 'reads', when: ['!materialized'], lock: 'none', because: 'the query does not run'},
    {on: 'reads', when: ['relation-exists'], lock: 'none', because: 'the view is there already'},
    {
      on: 'reads',
      when: ['with-data', 'takes-row-locks', 'several-reads'],
      lock: 'ROW SHARE',
      scan: 'maybe',
      because: planned
    },
    {
      on: 'reads',
      when: ['with-data', 'takes-row-locks'],
      lock: 'ROW SHARE',
      scan: 'table',
      because: 'the query reads it and locks its rows'
    },
    {on: 'reads', when: ['with-data', 'several-reads'], lock: 'ACCESS SHARE', scan: 'maybe', because: planned},
    {on: 'reads', when: ['with-data'], lock: 'ACCESS SHARE', scan: 'table', because: 'the query reads it'},
    {on: 'reads', lock: 'none', because: 'the query does not run'},
    {on: 'view', when: ['replaces'], lock: exclusive, because: 'its query is replaced'},
    {on: 'view', lock: 'none', because: 'it is made'}
  ]),
  'view.drop': factsAbout('view.drop', manual('sql-dropview'), [
    {on: 'view', lock: exclusive, because: 'it is dropped'},
    {on: 'losing', lock: exclusive, because: 'CASCADE drops it, or a part of it'}
  ]),
  'view.rename': factsAbout('view.rename', manual('sql-alterview'), [
    {on: 'view', lock: exclusive, because: catalogOnly}
  ]),
  'view.set-schema': factsAbout('view.set-schema', manual('sql-alterview'), [
    {on: 'view', lock: exclusive, because: catalogOnly}
  ]),
  'view.alter': factsAbout('view.alter', manual('sql-alterview'), [
    {on: 'view', when: ['materialized', 'weak-action'], lock: 'SHARE UPDATE EXCLUSIVE', because: catalogOnly},
    {
      on: 'view',
      when: ['tablespace-kept'],
      lock: exclusive,
      because: 'it is there already'
    },
    {
      on: 'view',
      when: ['moves'],
      lock: exclusive,
      rewrite: 'table',
      because: 'its file is copied, block by block'
    },
    {on: 'view', lock: exclusive, because: catalogOnly}
  ]),
  'view.refresh': factsAbout('view.refresh', manual('sql-refreshmaterializedview'), [
    {
      on: 'view',
      when: ['concurrently'],
      lock: 'EXCLUSIVE',
      scan: 'table',
      because: 'readers go on, changed rows are replaced'
    },
    {on: 'view', when: ['no-indexes'], lock: exclusive, rewrite: 'table', because: 'its rows are stored anew'},
    {on: 'view', lock: exclusive, scan: 'table', rewrite: 'table', indexes: 'all', because: 'its rows are stored anew'},
    {
      on: 'view-reads',
      when: ['with-data', 'several-reads'],
      lock: 'ACCESS SHARE',
      scan: 'maybe',
      because: planned
    },
    {on: 'view-reads', when: ['with-data'], lock: 'ACCESS SHARE', scan: 'table', because: 'the query reads it'},
    {on: 'view-reads', lock: 'none', because: 'the query does not run'}
  ])
}
