import {defineRule} from '../src/core/define-rule.js'

/** Report tables of storage engines that lose rows in a crash. */
export default defineRule({
  id: 'require-transactional-engine',
  summary: 'Require a storage engine with transactions',
  severity: 'error',
  on: ['table.create', 'table.set-engine'],
  engines: ['mysql', 'mariadb'],
  peers: {
    skeema: ['engine'],
    bytebase: ['ENGINE_MYSQL_USE_INNODB']
  },
  recipe: null,
  noRecipeBecause: 'The engine is left out.',
  messages: {
    engine:
      'Unexpected engine {{engine}} of `{{table}}`: no transactions, no foreign keys, and a crash loses or breaks rows; expected InnoDB'
  },
  docs: {
    condition:
      'A table that is not temporary is made with, or changed to, an engine without transactions, such as MyISAM.',
    effect:
      'A statement that fails half way leaves half of its rows; a crash leaves a table that has to be repaired; every write locks the whole table; Galera and Group Replication do not replicate it.',
    instead: 'Leave the engine out, or say InnoDB.',
    notWhen: 'The rows can be made again at any time.',
    examples: [
      {
        name: 'myisam',
        unsafe: 'CREATE TABLE log (id bigint PRIMARY KEY) ENGINE=MyISAM;',
        reports: ['1:1-1:55 engine'],
        safe: ['CREATE TABLE log (id bigint PRIMARY KEY) ENGINE=InnoDB;']
      }
    ],
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/storage-engines.html',
      'https://mariadb.com/kb/en/choosing-the-right-storage-engine/'
    ]
  },
  check(operation, {report}) {
    const engine = operation.kind === 'table.create' ? operation.options['engine'] : operation.engine
    if (operation.kind === 'table.create' && operation.temporary) return
    if (engine !== undefined && unsafe.has(engine.toLowerCase()))
      report('engine', {engine, table: operation.table.name})
  }
})

/** https://dev.mysql.com/doc/refman/8.4/en/storage-engines.html https://mariadb.com/kb/en/choosing-the-right-storage-engine/ */
const unsafe = new Set(['myisam', 'aria', 'memory', 'heap', 'csv', 'archive', 'merge', 'mrg_myisam', 'blackhole'])
