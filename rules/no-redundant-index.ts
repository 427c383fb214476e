import {defineRule} from '../src/core/define-rule.js'
import {beginsWith} from '../src/schema/index-columns.js'
import type {Index} from '../src/schema/objects.js'
import type {Dialect} from '../src/server/server.js'

/** Report indexes that another one can stand in for. */
export default defineRule({
  id: 'no-redundant-index',
  summary: 'Disallow indexes that another index begins with',
  severity: 'warning',
  preset: 'strict',
  on: ['index.create', 'table.create'],
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
    notWhen:
      'It is much smaller than the other one, and every query counts. On InnoDB, whose indexes go on with the primary key: a query asks for its columns and sorts by that key.',
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
      },
      {
        name: 'mysql-new-table',
        dialect: 'mysql',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY a (author), KEY b (author));',
        reports: ['1:74-1:88 redundant'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, author bigint, at date, KEY a (author), KEY b (at, author));']
      }
    ]
  },
  check(operation, {atEnd, dialect, report}) {
    const {range, table} = operation
    const written = operation.kind === 'index.create' ? [operation.index] : operation.indexes
    for (const index of written) {
      if (index.where !== undefined || index.unique) continue
      atEnd((find) => {
        const all = find(table)?.indexes ?? []
        const made = all.find(
          (each) =>
            each.name === index.name ||
            (index.name === undefined && JSON.stringify(each.elements) === JSON.stringify(index.elements))
        )
        const other = made && all.find((each) => standsInFor(each, made, all, dialect))
        if (other)
          report(
            'redundant',
            {index: made.name, other: other.name},
            {range: operation.kind === 'index.create' ? range : (index.range ?? range)}
          )
      })
    }
  }
})

/** Of two that are equal, the first stays. */
function standsInFor(other: Index, made: Index, all: readonly Index[], dialect: Dialect): boolean {
  if (other.name === made.name || !other.valid || other.where !== undefined) return false
  if (!beginsWith(other, made, dialect)) return false
  return other.unique || !beginsWith(made, other, dialect) || all.indexOf(other) < all.indexOf(made)
}
