import {defineRule} from '../src/core/define-rule.js'
import type {Dialect} from '../src/server/server.js'
import {hasNoValueByItself, setsNotNull} from '../src/core/rules/untimely-not-null.js'
import {blocks} from '../src/knowledge/blocks.js'
import type {Effect} from '../src/knowledge/effect.js'

/** Report what MySQL and MariaDB do online, but by writing the whole table afresh. */
export default defineRule({
  id: 'no-table-rebuild',
  summary: 'Disallow online changes that rebuild the table',
  severity: 'warning',
  on: '*',
  engines: ['mysql', 'mariadb'],
  once: 'table',
  peers: {
    atlas: ['PG307', 'PG311', 'MY132'],
    pgfence: ['set-logged-unlogged'],
    MigrationPilot: ['MP047', 'MP095'],
    bytebase: ['COLUMN_DISALLOW_CHANGING_ORDER']
  },
  recipe: 'shadow-table',
  messages: {
    rebuild:
      'Unexpected change ({{because}}), it rebuilds `{{relation}}` with ALGORITHM={{algorithm}}: writes go on, replicas stand still as long; expected a change that ALGORITHM=INSTANT can do, or a shadow table',
    forgone:
      'Unexpected clause ({{because}}), the change rebuilds `{{relation}}`: writes go on, replicas stand still as long; expected `ALGORITHM=INSTANT`',
    together:
      'Unexpected changes in one statement ({{because}}), together they rebuild `{{relation}}` with ALGORITHM={{algorithm}}; expected a statement for each'
  },
  docs: {
    condition:
      'An online change (ALGORITHM=INPLACE, LOCK=NONE; in MariaDB 11 also COPY) writes all rows of an existing table afresh. Reported once for a table in a migration; of a `NOT NULL` that comes too early speaks [`no-untimely-not-null`](no-untimely-not-null.md).',
    effect:
      'Reads and writes go on, but every replica applies it as one statement: it falls behind by as long as it takes, and disk space for a second table is needed.',
    instead:
      'Choose a change that is INSTANT, give clauses that are INSTANT alone their own statement, or let a throttled shadow table do it.',
    notWhen: 'The table is small, or there are no replicas.',
    examples: [
      {
        name: 'not-null',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'ALTER TABLE post MODIFY author bigint NOT NULL;',
        reports: ['1:18-1:47 rebuild']
      },
      {
        name: 'forgone',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'ALTER TABLE post ADD COLUMN title varchar(100), ALGORITHM=INPLACE, LOCK=NONE;',
        reports: ['1:1-1:77 forgone'],
        safe: ['ALTER TABLE post ADD COLUMN title varchar(100), ALGORITHM=INSTANT;']
      },
      {
        name: 'together',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'ALTER TABLE post ADD COLUMN title varchar(100), ADD INDEX author_index (author);',
        reports: ['1:1-1:80 together'],
        safe: [
          'ALTER TABLE post ADD COLUMN title varchar(100), ALGORITHM=INSTANT;',
          'ALTER TABLE post ADD INDEX author_index (author), ALGORITHM=INPLACE, LOCK=NONE;'
        ]
      }
    ]
  },
  check(operation, {atEnd, command, dialect, effects, hasTraffic, isNewColumn, judgement, report}) {
    const isMine = (effect: Effect): boolean => rebuildsOnline(effect, dialect) && hasTraffic(effect.relation)
    // Where the statement as a whole keeps writers out, other rules have reported it.
    if (!judgement.effects.some(isMine)) return

    const own = effects.find(isMine)
    if (own) {
      const isLate = operation.kind === 'column.modify' && setsNotNull(operation)
      if (isLate && isNewColumn(operation.table, operation.column)) {
        // `no-untimely-not-null` asks for it to be done with a later release.
        atEnd((find) => {
          if (!hasNoValueByItself(find, operation, dialect)) report('rebuild', describe(own))
        })
      } else report('rebuild', describe(own))
      return
    }

    const together = judgement.effects.find(isMine)
    if (!together || operation !== command.operations[0] || judgement.byOperation.flat().some(isMine)) return
    const isOne = command.operations.length === 1
    report(isOne ? 'forgone' : 'together', describe(together), {range: command.range})
  }
})

function rebuildsOnline({confidence, lock, rewrite}: Effect, dialect: Dialect): boolean {
  return rewrite === 'table' && confidence !== 'unknown' && !blocks(lock, dialect).writes
}

function describe({algorithm, because, relation}: Effect): Record<string, string> {
  return {algorithm: algorithm ?? 'INPLACE', because, relation}
}
