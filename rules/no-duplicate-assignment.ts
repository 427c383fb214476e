import {defineRule} from '../src/core/define-rule.js'
import {sameName} from '../src/schema/lookup.js'

/** Report updates that set a column twice. */
export default defineRule({
  id: 'no-duplicate-assignment',
  summary: 'Disallow setting a column twice in one `UPDATE`',
  severity: 'error',
  on: 'rows.update',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['ban-duplicate-column-assignments']
  },
  recipe: null,
  noRecipeBecause: 'Which of the two is meant, only its author knows.',
  messages: {
    twice:
      'Unexpected second value for `{{column}}` of `{{table}}`, PostgreSQL refuses it, MySQL and MariaDB keep the last; expected one'
  },
  docs: {
    condition: 'An `UPDATE` assigns to the same column more than once.',
    effect:
      'On PostgreSQL the migration stops here with an error; on MySQL and MariaDB one of the values is lost, without a word.',
    instead: 'Keep the assignment that is meant.',
    notWhen: 'Never.',
    examples: [
      {
        name: 'twice',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, a int);',
        unsafe: 'UPDATE post SET a = 1, a = 2 WHERE id = 1;',
        refused: true,
        reports: ['1:1-1:42 twice'],
        safe: ['UPDATE post SET a = 2 WHERE id = 1;']
      },
      {
        name: 'mysql-twice',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, a int);',
        unsafe: 'UPDATE post SET a = 1, a = 2 WHERE id = 1;',
        reports: ['1:1-1:42 twice'],
        safe: ['UPDATE post SET a = 2 WHERE id = 1;']
      }
    ]
  },
  check({columns, table}, {dialect, report}) {
    const twice = columns.find((column, place) =>
      columns.slice(0, place).some((before) => sameName(dialect, before, column))
    )
    if (twice !== undefined) report('twice', {column: twice, table: table.name})
  }
})
