import {defineRule} from '../src/core/define-rule.js'
import {rowVersionLimit} from '../src/schema/mysql/row-versions.js'

/** Report tables that will soon bear no more INSTANT changes of their columns. */
export default defineRule({
  id: 'no-exhausted-row-versions',
  summary: 'Disallow using up the INSTANT changes of columns that a table bears',
  severity: 'warning',
  on: ['column.add', 'column.drop'],
  engines: ['mysql'],
  once: 'table',
  recipe: null,
  noRecipeBecause: 'The table is rebuilt at a time of your own choice: `ALTER TABLE … FORCE`, or by a shadow table.',
  options: {
    reserve: {
      type: 'integer',
      minimum: 0,
      default: 8,
      description: 'How many INSTANT changes are to be left; below that it reports.'
    }
  },
  messages: {
    few: 'Unexpected INSTANT change number {{count}} of `{{table}}` since it was last rebuilt, of {{limit}} that it bears; expected a rebuild (`ALTER TABLE {{table}} FORCE, ALGORITHM=INPLACE, LOCK=NONE`) at a quiet time before'
  },
  docs: {
    condition:
      'An INSTANT `ADD COLUMN` or `DROP COLUMN`, counted over the migrations (or read from the database) since the last statement that rebuilt the table, leaves fewer than `reserve` of those that the server allows: 64 from MySQL 8.0.29, 255 from 9.1.',
    effect:
      'Nothing yet. The change after the last one is refused with `ALGORITHM=INSTANT` (error 4092); without the clause the server silently rebuilds the table, which takes as long as the table is big, and replicas stand still meanwhile.',
    instead: 'Rebuild the table at a time of your own choice: that starts the count again.',
    notWhen: 'The table is small enough to be rebuilt at any time.',
    examples: [
      {
        name: 'few-left',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;',
        options: {reserve: 255},
        reports: ['1:21-1:50 few'],
        safe: ['ALTER TABLE account ADD COLUMN email varchar(100), FORCE, ALGORITHM=INPLACE, LOCK=NONE;']
      }
    ],
    sources: [
      'https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
      'https://dev.mysql.com/doc/relnotes/mysql/9.1/en/'
    ]
  },
  check({table: name}, {isNew, judgement, options, report, session, table}) {
    const limit = rowVersionLimit(session.server)
    const before = table(name)
    if (limit === undefined || !before || isNew(name)) return
    if (!judgement.effects.some(({algorithm, role}) => role === 'table' && algorithm === 'INSTANT')) return
    const count = (before.rowVersions ?? 0) + 1
    if (limit - count < (options.reserve ?? 0)) report('few', {count, limit, table: name.name})
  }
})
