/** The reference in words, the same on the pages and in the terminal. */
import type {Dialect} from '../../server/server.js'
import type {ReferenceCase} from './cases.js'

/** Lock, algorithm and work: `ACCESS EXCLUSIVE; reads every row, no rewrite`. */
export function describeWork({algorithm, indexes, lock, rewrite, scan}: ReferenceCase): string {
  const held = [
    ...(algorithm === null ? [] : [`\`${algorithm}\``]),
    lock === null ? 'no lock' : lock === 'as written' ? lock : `\`${algorithm === null ? '' : 'LOCK='}${lock}\``
  ]
  const work = [
    {none: 'no scan', maybe: 'may read every row', table: 'reads every row'}[scan],
    rewrite === 'table' ? 'rewrites the table' : 'no rewrite',
    ...(indexes === null ? [] : [`builds indexes anew: ${indexes}`])
  ]
  return `${held.join(', ')}; ${work.join(', ')}`
}

/** `observed`, or where only some of the versions have been seen: `observed on 9.7, else documented`. */
export function describeConfidence({confidence, observedOn}: ReferenceCase): string {
  return observedOn.length === 0 ? confidence : `${confidence} on ${observedOn.join(' and ')}, else documented`
}

const common = [
  'The cases of one relation stand in the order of their cost, the cheapest first. Where several fit, the one with the lowest number in the column `#` holds. What the schema does not tell, sqlsafe takes for the worst of what may be.',
  '`observed`: a test has seen a real server do it. `documented`: the manual says so.'
]

const postgres = [
  ...common,
  '**Locks.** A lock is held to the end of the transaction, and a waiting one lets everything wait that comes after it. Even an instant change with `ACCESS EXCLUSIVE` stops the table while it waits for a long query: set `lock_timeout`.',
  '**Replicas.** A physical standby replays the write-ahead log. Of the locks only `ACCESS EXCLUSIVE` is in it: queries on the standby then wait for it to be given back, or are cancelled after `max_standby_streaming_delay`, see <https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT>. A common quick reference says that a standby replays a change at once; the server sends every row of a rewritten table and of a new index through the log. Logical replication sends no change of the schema, see <https://www.postgresql.org/docs/current/logical-replication-restrictions.html>: add columns on the subscribers first, drop them there last.'
]

const ofMysql = [
  ...common,
  '**Locks.** `LOCK=NONE` is for the work. Every change of the schema takes an exclusive metadata lock for a moment at its beginning and its end, waits for all transactions that have used the table, and lets everything wait that comes after it: set `lock_wait_timeout`.',
  '**Replicas.** A replica gets the statement when the source has ended it, runs it in turn, and what follows waits: an in-place rebuild stalls it as long as a copy does, see <https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-limitations.html>. A common quick reference says that native changes of the schema block replicas for their full duration; that of an `INSTANT` change is a moment.'
]

/** What a reader of an engine's page has to know first. */
export function pageTexts(dialect: Dialect): readonly string[] {
  if (dialect === 'postgres') return postgres
  return dialect === 'mysql'
    ? ofMysql
    : [
        ...ofMysql,
        'With `binlog_alter_two_phase=ON` (10.8.1 and later, off by default) replicas begin an `ALTER TABLE` together with the source, see <https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#binlog_alter_two_phase>.'
      ]
}
