import {defineRule} from '../src/core/define-rule.js'
import type {RuleContext} from '../src/core/define-rule.js'
import type {Fix} from '../src/migrations/fixing/fix.js'
import {isPlain} from '../src/core/fix/outside-transaction.js'
import {insertAfterWords} from '../src/core/fix/words.js'
import type {Operation} from '../src/operations/operation.js'

const kinds = [
  'table.create',
  'table.drop',
  'index.create',
  'index.drop',
  'column.add',
  'column.drop',
  'constraint.drop'
] as const

type Kind = (typeof kinds)[number]

/** Report statements that a second run stumbles over. */
export default defineRule({
  id: 'prefer-if-exists',
  summary: 'Prefer `IF EXISTS` and `IF NOT EXISTS` where a migration may stop half way',
  severity: 'info',
  preset: 'all',
  on: kinds,
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['prefer-robust-stmts'],
    pgfence: [
      'prefer-robust-create-index',
      'prefer-robust-create-table',
      'prefer-robust-drop-index',
      'prefer-robust-drop-table'
    ],
    MigrationPilot: ['MP023'],
    'diesel-guard': ['IdempotencyAlterCheck', 'IdempotencyCreateCheck', 'IdempotencyDropCheck', 'IdempotencyIndexCheck']
  },
  fixes: 'Writes `IF EXISTS` or `IF NOT EXISTS`; not for an index without a name or built `CONCURRENTLY`.',
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
  check(operation, context) {
    const {dialect, migration, report, session} = context
    // What a transaction undoes, or stands alone, can run again.
    if (session.transaction || migration.script.statements.length < 2) return
    const makes = operation.kind.endsWith('.create') || operation.kind === 'column.add'
    if (dialect === 'mysql' && !operation.kind.startsWith('table.')) return
    if (makes ? 'ifNotExists' in operation : 'ifExists' in operation) return
    const id = makes ? 'create' : 'drop'
    report(id, {}, {fix: () => write(makes ? ' IF NOT EXISTS' : ' IF EXISTS', operation, context)})
  }
})

function write(
  words: string,
  operation: Operation<Kind>,
  context: Pick<RuleContext<string, unknown>, 'command' | 'migration' | 'statement'>
): Fix | undefined {
  const {migration, statement} = context
  if (!isPlain(context) || !canBeWritten(operation)) return undefined
  const isAlter = /^ALTER\b/i.test(migration.text.slice(statement.range.start))
  const range = isAlter ? operation.range : statement.range
  const edit = insertAfterWords(migration.text, range, wordsBefore(operation), words)
  // `COLUMN` may be left out.
  const [verb] = operation.kind.startsWith('column.') ? wordsBefore(operation) : []
  const written = edit ?? (verb === undefined ? undefined : insertAfterWords(migration.text, range, [verb], words))
  return written && {edits: [written]}
}

/** What stands before the name. */
function wordsBefore(operation: Operation<Kind>): string[] {
  switch (operation.kind) {
    case 'table.create':
    case 'table.drop':
      return ['TABLE']
    case 'index.create':
      return ['INDEX']
    case 'index.drop':
      return operation.concurrently === true ? ['INDEX', 'CONCURRENTLY'] : ['INDEX']
    case 'column.add':
      return ['ADD', 'COLUMN']
    case 'column.drop':
      return ['DROP', 'COLUMN']
    case 'constraint.drop':
      return ['DROP', 'CONSTRAINT']
  }
}

/** A failed concurrent build leaves an index that is there and not valid. */
function canBeWritten(operation: Operation): boolean {
  return operation.kind !== 'index.create' || (operation.concurrently !== true && operation.index.name !== undefined)
}
