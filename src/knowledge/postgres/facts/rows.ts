/** Statements that read and write rows, and those about the session. */
import {factsAbout, manual, touchesNothing} from '../fact.js'

const locking = manual('explicit-locking')

/** What `UPDATE` and `DELETE` have in common. */
const changed = [
  {on: 'tree', when: ['pruned'], lock: 'none', because: 'WHERE leaves nothing of the partition'},
  {on: 'tree', when: ['!where'], lock: 'ROW EXCLUSIVE', scan: 'table', because: 'every row is changed'},
  {
    on: 'tree',
    when: ['by-unique-key', '!looks-up-itself'],
    lock: 'ROW EXCLUSIVE',
    because: 'rows are found by a unique key'
  },
  {
    on: 'tree',
    when: ['by-unique-key'],
    lock: 'ROW EXCLUSIVE',
    scan: 'maybe',
    because: 'its own foreign key is looked up'
  },
  {
    on: 'tree',
    when: ['may-use-index'],
    lock: 'ROW EXCLUSIVE',
    scan: 'maybe',
    because: 'the planner decides between an index and a scan'
  },
  {on: 'tree', lock: 'ROW EXCLUSIVE', scan: 'table', because: 'no index finds the rows'},
  {on: 'view-reads', when: ['!where'], lock: 'ROW EXCLUSIVE', scan: 'table', because: 'changed through the view'},
  {on: 'view-reads', lock: 'ROW EXCLUSIVE', scan: 'maybe', because: 'changed through the view'},
  {on: 'reads', when: ['takes-row-locks'], lock: 'ROW SHARE', scan: 'maybe', because: 'the query locks rows of it'},
  {on: 'reads', lock: 'ACCESS SHARE', scan: 'maybe', because: 'the statement reads it'},
  {
    on: 'cascade',
    when: ['no-indexes-of-keys'],
    lock: 'ROW EXCLUSIVE',
    scan: 'table',
    because: 'no index finds the rows that a foreign key changes along'
  },
  {
    on: 'cascade',
    lock: 'ROW EXCLUSIVE',
    scan: 'maybe',
    because: 'a foreign key changes its rows along'
  },
  {on: 'looked-up', lock: 'ROW SHARE', scan: 'maybe', because: 'it is looked up whether rows are referenced'}
] as const

export const rows = {
  'rows.insert': factsAbout('rows.insert', locking, [
    {
      on: 'table',
      when: ['looks-up-itself'],
      lock: 'ROW EXCLUSIVE',
      scan: 'maybe',
      because: 'rows are added, and its own foreign key is looked up'
    },
    {on: 'table', lock: 'ROW EXCLUSIVE', because: 'rows are added'},
    {on: 'partitions', lock: 'ROW EXCLUSIVE', because: 'rows go to partitions'},
    {
      on: 'view-reads',
      when: ['looks-up-itself'],
      lock: 'ROW EXCLUSIVE',
      scan: 'maybe',
      because: 'changed through the view, and its own foreign key is looked up'
    },
    {on: 'view-reads', lock: 'ROW EXCLUSIVE', because: 'changed through the view'},
    {on: 'partition-parent', lock: 'ACCESS SHARE', because: 'the bound of the partition is looked up'},
    {
      on: 'reads',
      when: ['takes-row-locks', 'reads-every-row'],
      lock: 'ROW SHARE',
      scan: 'table',
      because: 'the query takes every row of it, and locks them'
    },
    {on: 'reads', when: ['takes-row-locks'], lock: 'ROW SHARE', scan: 'maybe', because: 'the query locks rows of it'},
    {
      on: 'reads',
      when: ['reads-every-row'],
      lock: 'ACCESS SHARE',
      scan: 'table',
      because: 'the query takes every row of it'
    },
    {on: 'reads', lock: 'ACCESS SHARE', scan: 'maybe', because: 'the query reads it'},
    {on: 'referenced', lock: 'ROW SHARE', scan: 'maybe', because: 'the foreign key is looked up'}
  ]),
  'rows.update': factsAbout('rows.update', locking, [
    ...changed,
    {on: 'partition-parent', lock: 'ACCESS SHARE', because: 'the bound of the partition is looked up'},
    {on: 'referenced', lock: 'ROW SHARE', scan: 'maybe', because: 'the foreign key is looked up'}
  ]),
  'rows.delete': factsAbout('rows.delete', locking, changed),
  'rows.merge': factsAbout('rows.merge', locking, [
    {on: 'tree', versions: '>=15', lock: 'ROW EXCLUSIVE', scan: 'maybe', because: 'rows are changed'},
    {on: 'view-reads', versions: '>=17', lock: 'ROW EXCLUSIVE', scan: 'maybe', because: 'changed through the view'},
    {
      on: 'reads',
      versions: '>=15',
      when: ['takes-row-locks'],
      lock: 'ROW SHARE',
      scan: 'maybe',
      because: 'the query locks rows of it'
    },
    {on: 'reads', versions: '>=15', lock: 'ACCESS SHARE', scan: 'maybe', because: 'the statement reads it'},
    {on: 'referenced', versions: '>=15', lock: 'ROW SHARE', scan: 'maybe', because: 'the foreign key is looked up'},
    {
      on: 'cascade',
      versions: '>=15',
      lock: 'ROW EXCLUSIVE',
      scan: 'maybe',
      because: 'a foreign key changes its rows along'
    },
    {
      on: 'looked-up',
      versions: '>=15',
      lock: 'ROW SHARE',
      scan: 'maybe',
      because: 'it is looked up whether rows are referenced'
    }
  ]),
  'rows.copy': factsAbout('rows.copy', manual('sql-copy'), [
    {on: 'table', when: ['from'], lock: 'ROW EXCLUSIVE', because: 'rows are added'},
    {on: 'table', lock: 'ACCESS SHARE', scan: 'table', because: 'every row is read'},
    {on: 'partitions', lock: 'ROW EXCLUSIVE', because: 'rows go to partitions'},
    {on: 'reads', when: ['takes-row-locks'], lock: 'ROW SHARE', scan: 'maybe', because: 'the query locks rows of it'},
    {on: 'reads', lock: 'ACCESS SHARE', scan: 'maybe', because: 'the query reads it'}
  ]),
  'rows.select': factsAbout('rows.select', locking, [
    {on: 'reads', when: ['takes-row-locks'], lock: 'ROW SHARE', scan: 'maybe', because: 'rows are locked'},
    {on: 'reads', lock: 'ACCESS SHARE', scan: 'maybe', because: 'the query reads it'}
  ]),
  'rows.plan': factsAbout('rows.plan', locking, [
    {on: 'planned-changes', lock: 'ROW EXCLUSIVE', because: 'it is opened as rows would be changed'},
    {on: 'reads', when: ['takes-row-locks'], lock: 'ROW SHARE', because: 'it is opened as rows would be locked'},
    {on: 'reads', lock: 'ACCESS SHARE', because: 'it is looked up, and not read'}
  ]),
  'procedure.call': touchesNothing('procedure.call', 'sql-call', 'what it runs is not known'),
  'session.set': touchesNothing('session.set', 'sql-set', 'a setting'),
  'session.reset': touchesNothing('session.reset', 'sql-reset', 'a setting'),
  'session.discard': factsAbout('session.discard', manual('sql-discard'), [
    {on: 'temporary-tables', lock: 'ACCESS EXCLUSIVE', because: 'temporary tables are dropped'},
    {on: 'losing', lock: 'ACCESS EXCLUSIVE', because: 'a part of it needs what is temporary, and is dropped'}
  ]),
  'session.use': touchesNothing('session.use', 'app-psql', 'another connection'),
  'transaction.begin': touchesNothing('transaction.begin', 'sql-begin', 'no relation is touched'),
  'transaction.commit': touchesNothing('transaction.commit', 'sql-commit', 'locks are given back'),
  'transaction.rollback': touchesNothing('transaction.rollback', 'sql-rollback', 'locks are given back'),
  'transaction.savepoint': touchesNothing('transaction.savepoint', 'sql-savepoint', 'no relation is touched'),
  'transaction.release': touchesNothing('transaction.release', 'sql-release-savepoint', 'no relation is touched'),
  'transaction.prepare': touchesNothing('transaction.prepare', 'sql-prepare-transaction', 'locks are kept')
}
