import {defineRule} from '../src/core/define-rule.js'
import {comparesWithNull} from '../src/knowledge/null-comparison.js'

/** Report conditions that no row can meet, because they compare with `NULL`. */
export default defineRule({
  id: 'no-null-comparison',
  summary: 'Disallow comparing with `NULL` by `=` or `<>`, which is never true',
  severity: 'error',
  peers: {
    bytebase: ['STATEMENT_WHERE_NO_EQUAL_NULL']
  },
  on: ['rows.update', 'rows.delete'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: '`IS NULL` or `IS NOT NULL` is written instead, whichever is meant.',
  messages: {
    never:
      'Unexpected comparison with `NULL`, which is never true: no row meets it; expected `IS NULL` or `IS NOT NULL`'
  },
  docs: {
    condition: 'The condition of an `UPDATE` or `DELETE` compares something with the word `NULL` by `=`, `<>` or `!=`.',
    effect:
      'No row meets the comparison: by itself or with an `AND`, the statement does nothing, and what comes after it, `NOT NULL` say, fails or goes wrong.',
    instead: 'Write `IS NULL` or `IS NOT NULL`.',
    notWhen: 'Only where PostgreSQL runs with `transform_null_equals`, which reads `= NULL` as `IS NULL`; never `<>`.',
    examples: [
      {
        name: 'equals',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe: "UPDATE account SET state = 'open' WHERE state = NULL;",
        reports: ['1:1-1:53 never'],
        safe: ["UPDATE account SET state = 'open' WHERE state IS NULL AND id BETWEEN 1 AND 1000;"]
      },
      {
        name: 'mysql-differs',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state varchar(10));',
        unsafe: 'DELETE FROM account WHERE state <> NULL AND id < 100;',
        reports: ['1:1-1:53 never'],
        safe: ['DELETE FROM account WHERE state IS NOT NULL AND id BETWEEN 1 AND 100;']
      }
    ]
  },
  check({where}, {report}) {
    if (where && comparesWithNull(where)) report('never')
  }
})
