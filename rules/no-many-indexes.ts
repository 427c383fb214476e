import {defineRule} from '../src/core/define-rule.js'

/** Report tables with many indexes. */
export default defineRule({
  id: 'no-many-indexes',
  summary: 'Disallow many indexes on one table',
  severity: 'info',
  preset: 'all',
  on: 'index.create',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    bytebase: ['INDEX_TOTAL_NUMBER_LIMIT']
  },
  recipe: null,
  noRecipeBecause: 'Which of them goes, depends on the queries.',
  options: {
    maximumIndexes: {type: 'integer', minimum: 1, default: 10, description: 'Number of indexes that a table may have.'}
  },
  messages: {
    many: 'Unexpected index number {{count}} of `{{table}}`, every write keeps all of them up to date; expected {{maximumIndexes}} or fewer'
  },
  docs: {
    condition: 'An index is added to a table that has as many as the option allows.',
    effect: 'Every insert writes to all of them, and updates that touch no indexed column become rare.',
    instead: 'Drop those that no query uses first.',
    notWhen: 'The table is read much and written seldom.',
    examples: [
      {
        name: 'second',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'CREATE INDEX CONCURRENTLY post_author ON post (author);',
        options: {maximumIndexes: 1},
        reports: ['1:1-1:55 many']
      }
    ]
  },
  check({table: name}, {options, report, table}) {
    const {maximumIndexes = 10} = options
    const count = (table(name)?.indexes.length ?? 0) + 1
    if (count > maximumIndexes) report('many', {table: name.name, count, maximumIndexes})
  }
})
