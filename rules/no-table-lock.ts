import {defineRule} from '../src/core/define-rule.js'
import {describeBlocks, blocks} from '../src/knowledge/blocks.js'

/** Report explicit locks of a table that others use. */
export default defineRule({
  id: 'no-table-lock',
  summary: 'Disallow `LOCK TABLE` that blocks reads or writes of existing tables',
  severity: 'warning',
  on: 'table.lock',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP065']
  },
  recipe: null,
  noRecipeBecause: 'What the lock is to protect is not known.',
  messages: {
    lock: 'Unexpected `LOCK TABLE` of `{{table}}`, it blocks {{blocks}} until the transaction ends; expected the weaker locks that each statement takes by itself',
    session:
      'Unexpected `LOCK TABLES` of `{{table}}`, it blocks {{blocks}} until `UNLOCK TABLES`; expected the weaker locks that each statement takes by itself'
  },
  docs: {
    condition: 'An existing table is locked by hand in a mode that conflicts with reads or writes.',
    effect:
      'Whoever wants to do what the lock conflicts with waits until it is given back, however long the statements between take.',
    instead: {
      postgres:
        'Leave locking to the statements, or take the weakest mode that does: `SHARE UPDATE EXCLUSIVE` keeps other schema changes out.',
      mysql: 'Leave locking to the statements.'
    },
    notWhen:
      'The lock is taken with a short timeout so that all tables are locked in one order, and little is done under it.',
    examples: [
      {
        name: 'lock',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'BEGIN;\nLOCK TABLE account IN SHARE MODE;\nCOMMIT;',
        reports: ['2:1-2:33 lock'],
        safe: ['BEGIN;\nLOCK TABLE account IN SHARE UPDATE EXCLUSIVE MODE;\nCOMMIT;']
      },
      {
        name: 'mysql-lock',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'LOCK TABLES account WRITE;\nUNLOCK TABLES;',
        reports: ['1:13-1:26 session']
      }
    ]
  },
  check({table}, {dialect, effect, hasTraffic, report}) {
    if (!effect || !hasTraffic(effect.relation) || !blocks(effect.lock, dialect).writes) return
    report(dialect === 'postgres' ? 'lock' : 'session', {
      table: table.name,
      blocks: describeBlocks(effect.lock, dialect)
    })
  }
})
