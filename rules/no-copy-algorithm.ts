import {defineRule} from '../src/core/define-rule.js'
import type {Dialect} from '../src/server/server.js'
import {blocks} from '../src/knowledge/blocks.js'
import {describeWork} from '../src/knowledge/describe.js'
import type {Effect} from '../src/knowledge/effect.js'

/** Report what MySQL and MariaDB do only by copying the table while writes wait. */
export default defineRule({
  id: 'no-copy-algorithm',
  summary: 'Disallow changes that copy the table while writes wait',
  severity: 'error',
  on: '*',
  engines: ['mysql', 'mariadb'],
  unlessReportedBy: [
    'no-blocking-foreign-key',
    'no-blocking-index',
    'no-blocking-unique',
    'no-rewriting-add-column',
    'no-rewriting-type-change',
    'no-scanning-check'
  ],
  once: 'command',
  peers: {
    strong_migrations: ['copy_algorithm', 'lock_option'],
    atlas: ['MY133'],
    bytebase: ['STATEMENT_REQUIRE_LOCK_OPTION', 'TABLE_DISALLOW_PARTITION']
  },
  recipe: 'shadow-table',
  messages: {
    copy: 'Unexpected change ({{because}}), it {{work}}; expected a shadow table (gh-ost, pt-online-schema-change, Spirit)',
    together: 'Unexpected changes in one statement ({{because}}), together they {{work}}; expected a statement for each'
  },
  docs: {
    condition:
      'A change of an existing table is possible only with ALGORITHM=COPY: another character set, dropping the primary key, partitioning, another engine, and so on.',
    effect: 'Everybody who wants to write to the table waits until it is copied, and replicas fall behind by as long.',
    instead:
      'Let a shadow table do it: gh-ost, pt-online-schema-change or Spirit. Where a cheaper change has the same use, `ALGORITHM=INSTANT` or `ALGORITHM=INPLACE, LOCK=NONE` makes the server refuse rather than copy.',
    notWhen: 'The table is small enough to be copied while writers wait.',
    examples: [
      {
        name: 'convert-charset',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, body varchar(100)) DEFAULT CHARSET=latin1;',
        unsafe: 'ALTER TABLE post CONVERT TO CHARACTER SET utf8mb4;',
        reports: ['1:18-1:50 copy'],
        safe: ['ALTER TABLE post DEFAULT CHARACTER SET utf8mb4, ALGORITHM=INPLACE, LOCK=NONE;']
      },
      {
        name: 'drop-primary-key',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, number bigint NOT NULL);',
        unsafe: 'ALTER TABLE post DROP PRIMARY KEY;',
        reports: ['1:18-1:34 copy'],
        safe: ['ALTER TABLE post DROP PRIMARY KEY, ADD PRIMARY KEY (number), ALGORITHM=INPLACE, LOCK=NONE;']
      },
      {
        name: 'together',
        dialect: 'mariadb',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, body varchar(100));',
        unsafe: 'ALTER TABLE post ADD COLUMN a int, ADD COLUMN b int AS (id + 1) VIRTUAL;',
        version: '10.11',
        reports: ['1:1-1:72 together'],
        safe: [
          'ALTER TABLE post ADD COLUMN a int, ALGORITHM=INSTANT;',
          'ALTER TABLE post ADD COLUMN b int AS (id + 1) VIRTUAL, ALGORITHM=INSTANT;'
        ]
      }
    ]
  },
  check(operation, {blocking, command, dialect, hasTraffic, judgement, report}) {
    const own = blocking.find(({algorithm, confidence}) => algorithm === 'COPY' && confidence !== 'unknown')
    if (own) {
      report('copy', {because: own.because, work: describeWork(own, dialect)})
      return
    }

    // What no clause does by itself is told once, about all of them.
    if (
      operation !== command.operations[0] ||
      judgement.byOperation.flat().some((each) => copiesUnderLock(each, dialect))
    )
      return
    const together = judgement.effects.find((effect) => copiesUnderLock(effect, dialect) && hasTraffic(effect.relation))
    if (!together) return
    const data = {because: together.because, work: describeWork(together, dialect)}
    report('together', data, {range: command.range})
  }
})

function copiesUnderLock({algorithm, confidence, lock}: Effect, dialect: Dialect): boolean {
  return algorithm === 'COPY' && confidence !== 'unknown' && blocks(lock, dialect).writes
}
