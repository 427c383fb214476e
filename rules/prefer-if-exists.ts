import {defineRule} from '../src/core/define-rule.js'

/** Report statements that a second run stumbles over. */
export default defineRule({
  id: 'prefer-if-exists',
  summary: 'Prefer `IF EXISTS` and `IF NOT EXISTS` where a migration may stop half way',
  severity: 'info',
  preset: 'all',
  on: ['table.create', 'table.drop', 'index.create', 'index.drop', 'column.add', 'column.drop', 'constraint.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['prefer-robust-stmts'],
    pgfence: [
      'prefer-robust-create-index',
      'prefer-robust-create-table',
      'prefer-robust-drop-index',
      'prefer-robust-drop-table'
    ],
    MigrationPilot: ['MP023']
  },
  recipe: null,
  noRecipeBecause: 'Each statement is a migration of its own, or says so itself.',
  messages: {
    create:
      'Unexpected statement that fails when it has run already: nothing undoes it when a later one fails; expected `IF NOT EXISTS`',
    drop: 'Unexpected statement that fails when it has run already: nothing undoes it when a later one fails; expected `IF EXISTS`'
  },
  docs: {
    condition:
      'A statement without `IF [NOT] EXISTS`, where the server knows it, is one of several in a migration that runs without a transaction.',
    effect: 'When a later statement fails, the first ones have happened, and the next run stops at them.',
    instead:
      'Write `IF [NOT] EXISTS`; better, give each such statement a migration of its own. Neither helps with `CREATE INDEX CONCURRENTLY`, which leaves an invalid index.',
    notWhen: 'Somebody looks at the database before the second run.',
    examples: [
      {
        name: 'create',
        unsafe:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS post (id bigint PRIMARY KEY);',
        reports: ['1:1-1:45 create'],
        safe: [
          'BEGIN;\nCREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);\nCOMMIT;'
        ]
      },
      {
        name: 'mysql-drop',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'DROP TABLE account;\nDROP TABLE IF EXISTS post;',
        reports: ['1:12-1:19 drop'],
        safe: ['DROP TABLE IF EXISTS account;\nDROP TABLE IF EXISTS post;']
      }
    ]
  },
  check(operation, {dialect, migration, report, session}) {
    // What a transaction undoes, or stands alone, can run again.
    if (session.transaction || migration.script.statements.length < 2) return
    const makes = operation.kind.endsWith('.create') || operation.kind === 'column.add'
    if (dialect === 'mysql' && !operation.kind.startsWith('table.')) return
    if (makes ? 'ifNotExists' in operation : 'ifExists' in operation) return
    report(makes ? 'create' : 'drop')
  }
})
