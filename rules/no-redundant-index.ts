import {defineRule} from '../src/core/define-rule.js'
import {beginsWith} from '../src/schema/index-columns.js'

/** Report indexes that another one can stand in for. */
export default defineRule({
  id: 'no-redundant-index',
  summary: 'Disallow indexes that another index begins with',
  severity: 'warning',
  preset: 'strict',
  on: 'index.create',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP100'],
    skeema: ['dupe-index'],
    bytebase: ['TABLE_NO_DUPLICATE_INDEX']
  },
  recipe: null,
  noRecipeBecause: 'Which of the two goes, depends on the queries.',
  messages: {
    redundant:
      'Unexpected index `{{index}}`, `{{other}}` begins with the same columns and finds the same rows; expected one of them'
  },
  docs: {
    condition:
      'An index that is not unique is made, and another index of all rows begins with the same columns in the same order.',
    effect: 'Every write keeps both up to date; nothing is found faster.',
    instead: 'Leave out the shorter one.',
    notWhen: 'It is much smaller than the other one, and every query counts.',
    examples: [
      {
        name: 'prefix',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, at date);\nCREATE INDEX post_author_at ON post (author, at);',
        unsafe: 'CREATE INDEX CONCURRENTLY post_author ON post (author);',
        reports: ['1:1-1:55 redundant'],
        safe: ['CREATE INDEX CONCURRENTLY post_at ON post (at);']
      },
      {
        name: 'mysql-duplicate',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY post_author (author));',
        unsafe: 'CREATE INDEX post_author_2 ON post (author);',
        reports: ['1:1-1:44 redundant']
      }
    ]
  },
  check({index, table}, {atEnd, dialect, report}) {
    if (index.where !== undefined || index.unique) return
    atEnd((find) => {
      const made = find(table)?.indexes.find(
        (each) => each.name === index.name || JSON.stringify(each.elements) === JSON.stringify(index.elements)
      )
      const other =
        made &&
        find(table)?.indexes.find(
          (each) => each.name !== made.name && each.valid && each.where === undefined && beginsWith(each, made, dialect)
        )
      if (other) report('redundant', {index: made.name, other: other.name})
    })
  }
})
