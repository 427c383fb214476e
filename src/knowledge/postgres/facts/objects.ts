/** Privileges, comments, statistics, and objects of which only the name matters. */
import {factsAbout, manual, touchesNothing} from '../fact.js'

const weak = 'SHARE UPDATE EXCLUSIVE'

export const objects = {
  'privilege.grant': factsAbout('privilege.grant', manual('sql-grant'), [
    {on: 'objects', versions: '<18', lock: 'none', because: 'no relation is locked'},
    {on: 'objects', versions: '>=18', lock: 'ACCESS SHARE', because: 'the relation may not be dropped meanwhile'}
  ]),
  'privilege.revoke': factsAbout('privilege.revoke', manual('sql-revoke'), [
    {on: 'objects', versions: '<18', lock: 'none', because: 'no relation is locked'},
    {on: 'objects', versions: '>=18', lock: 'ACCESS SHARE', because: 'the relation may not be dropped meanwhile'}
  ]),
  'comment.set': factsAbout(
    'comment.set',
    manual('sql-comment', 'SHARE UPDATE EXCLUSIVE lock is acquired on the object to be commented'),
    [
      {on: 'comment-table', when: ['comment-on-relation'], lock: weak, because: 'the object of the comment is locked'},
      {on: 'comment-table', when: ['comment-on-part'], lock: 'ACCESS SHARE', because: 'its part is commented'},
      {on: 'comment-table', lock: 'none', because: 'another object is commented'}
    ]
  ),
  'statistics.create': factsAbout('statistics.create', manual('sql-createstatistics'), [
    {on: 'table', lock: weak, because: 'only the catalog changes'}
  ]),
  'statistics.alter': factsAbout('statistics.alter', manual('sql-alterstatistics'), [
    {on: 'nothing', lock: 'none', because: 'only the statistics object is changed'}
  ]),
  'statistics.drop': factsAbout('statistics.drop', manual('sql-dropstatistics'), [
    {on: 'statistics-table', lock: weak, because: 'its statistics object is dropped'}
  ]),
  'object.create': factsAbout('object.create', manual('sql-createpublication'), [
    {on: 'tables', lock: weak, because: 'it is published'},
    {on: 'tables-children', lock: weak, because: 'it is published with its parent'}
  ]),
  'object.alter': factsAbout('object.alter', manual('sql-alterpublication'), [
    {on: 'tables', when: ['publication'], lock: weak, because: 'it is published, or no more'},
    {on: 'tables-children', lock: weak, because: 'it is published with its parent, or no more'},
    {on: 'unpublished', lock: weak, because: 'it is published no more'},
    {
      on: 'tablespace-tables',
      lock: 'ACCESS EXCLUSIVE',
      rewrite: 'table',
      source: manual('sql-altertable'),
      because: 'its file is copied, block by block'
    },
    {
      on: 'tablespace-indexes',
      lock: 'none',
      indexes: 'named',
      locked: 'named',
      source: manual('sql-alterindex'),
      because: 'the files of its indexes there are copied'
    },
    {on: 'tables', when: ['rule-or-policy'], lock: 'ACCESS EXCLUSIVE', because: 'only the catalog changes'},
    {
      on: 'tables',
      when: ['security-label'],
      lock: weak,
      source: manual('sql-security-label'),
      proof: 'documented',
      because: 'the object of the label is locked'
    },
    {on: 'tables', when: ['materialized-view-object'], lock: 'ACCESS EXCLUSIVE', because: 'only the catalog changes'},
    {on: 'tables', lock: 'ACCESS SHARE', because: 'it is looked at'},
    {
      on: 'owned',
      lock: 'ACCESS EXCLUSIVE',
      source: manual('sql-reassign-owned'),
      proof: 'documented',
      because: 'it gets another owner, if the role owns it'
    }
  ]),
  'object.drop': factsAbout('object.drop', manual('sql-dropserver'), [
    {on: 'server-tables', when: ['cascade'], lock: 'ACCESS EXCLUSIVE', because: 'CASCADE drops it'},
    {on: 'server-tables', lock: 'none', because: 'refused without CASCADE'},
    {on: 'losing', lock: 'ACCESS EXCLUSIVE', because: 'CASCADE drops it, or a part of it'},
    {
      on: 'owned',
      lock: 'ACCESS EXCLUSIVE',
      source: manual('sql-drop-owned'),
      proof: 'documented',
      because: 'it is dropped, if the role owns it, or loses what the role may do'
    }
  ]),
  other: factsAbout('other', manual('sql-commands'), [
    {on: 'nothing', lock: 'none', because: 'no relation is changed'}
  ]),
  'dynamic.execute': touchesNothing('dynamic.execute', 'plpgsql-statements', 'what it runs is not known')
}
