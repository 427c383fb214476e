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
    twice: 'Unexpected second value for `{{column}}` of `{{table}}`, the server refuses it; expected one',
    last: 'Unexpected second value for `{{column}}` of `{{table}}`, the server keeps the last; expected one'
  },
  docs: {
    condition:
      'An `UPDATE` assigns to the same column more than once. Fields and elements of one (`a.x`, `a[1]`) are assigned each on its own.',
    effect: {
      postgres: 'The migration stops here with an error.',
      mysql: 'One of the values is lost, without a word.'
    },
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
        name: 'whole-and-part',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, tags text[]);',
        unsafe: "UPDATE post SET tags = '{}', tags[1] = 'a' WHERE id = 1;",
        refused: true,
        reports: ['1:1-1:56 twice'],
        safe: ["UPDATE post SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1;"]
      },
      {
        name: 'mysql-twice',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, a int);',
        unsafe: 'UPDATE post SET a = 1, a = 2 WHERE id = 1;',
        reports: ['1:1-1:42 last'],
        safe: ['UPDATE post SET a = 2 WHERE id = 1;']
      }
    ]
  },
  check({columns, inPart = [], table}, {dialect, report}) {
    const twice = columns.find((column, place) => {
      // The server takes parts of one column, not the whole of it beside them.
      const isInParts = inPart.filter((each) => each === column).length === columns.filter((c) => c === column).length
      return !isInParts && columns.slice(0, place).some((before) => sameName(dialect, before, column))
    })
    if (twice !== undefined) report(dialect === 'postgres' ? 'twice' : 'last', {column: twice, table: table.name})
  }
})
