import {defineRule} from '../src/core/define-rule.js'

/** Report indexes of many columns. */
export default defineRule({
  id: 'no-wide-index',
  summary: 'Disallow indexes of many columns',
  severity: 'info',
  preset: 'all',
  on: 'index.create',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    strong_migrations: ['add_index_columns'],
    bytebase: ['INDEX_KEY_NUMBER_LIMIT'],
    'diesel-guard': ['WideIndexCheck']
  },
  recipe: null,
  noRecipeBecause: 'Which columns are needed, depends on the queries.',
  options: {
    maximumColumns: {type: 'integer', minimum: 1, default: 3, description: 'Number of columns that an index may have.'}
  },
  messages: {
    wide: 'Unexpected index of {{columns}} columns, only queries that name the first ones use it; expected {{maximumColumns}} or fewer'
  },
  docs: {
    condition: 'An index that is not unique has more columns than the option allows.',
    effect:
      'It is large, every write of any of its columns has to keep it up to date, and it seldom finds more than a narrower one.',
    instead: 'Keep the columns that narrow the search most.',
    notWhen: 'Queries read all of its columns from the index alone.',
    examples: [
      {
        name: 'four',
        schema: 'CREATE TABLE post (a int, b int, c int, d int);',
        unsafe: 'CREATE INDEX CONCURRENTLY post_all ON post (a, b, c, d);',
        reports: ['1:1-1:56 wide'],
        safe: ['CREATE INDEX CONCURRENTLY post_a_b ON post (a, b);']
      }
    ]
  },
  check({index}, {options, report}) {
    const {maximumColumns = 3} = options
    if (!index.unique && index.elements.length > maximumColumns) {
      report('wide', {columns: index.elements.length, maximumColumns})
    }
  }
})
