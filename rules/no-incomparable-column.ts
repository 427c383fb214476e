import {defineRule} from '../src/core/define-rule.js'
import {incomparableTypes} from '../src/knowledge/postgres/incomparable-types.js'

/** Report columns that make queries fail which compare whole rows of a table in use. */
export default defineRule({
  id: 'no-incomparable-column',
  summary: 'Disallow adding a column of a type without equality to a table in use',
  severity: 'warning',
  once: 'command',
  on: 'column.add',
  engines: ['postgres'],
  ofOutcome: true,
  peers: {
    strong_migrations: ['add_column_json'],
    eugene: ['E3'],
    pgfence: ['add-column-json'],
    'diesel-guard': ['AddJsonColumnCheck']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written with another type at once.',
  messages: {
    json: 'Unexpected type `json` of the new column `{{column}}`, it has no equality: `SELECT DISTINCT`, `UNION` and `GROUP BY` over rows of `{{table}}` fail from now on, those of the running release too; expected `jsonb`',
    other:
      'Unexpected type `{{type}}` of the new column `{{column}}`, it has no equality: `SELECT DISTINCT`, `UNION` and `GROUP BY` over rows of `{{table}}` fail from now on, those of the running release too; expected a table of its own, or a type that can be compared'
  },
  docs: {
    condition:
      'A column of a type that has no equality (`json`, `xml`, `point` and the other geometric ones) is added to an existing table that has no such column yet.',
    effect:
      'Queries of the running release that compare whole rows (`SELECT DISTINCT account.*`, as many libraries write it, `UNION`, `GROUP BY`) fail at once with “could not identify an equality operator”, though they never heard of the column.',
    instead: 'Use `jsonb` in place of `json`; put what cannot be compared into a table of its own.',
    notWhen: 'No query compares whole rows of the table.',
    examples: [
      {
        name: 'json',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post ADD COLUMN meta json;',
        reports: ['1:18-1:38 json'],
        safe: ['ALTER TABLE post ADD COLUMN meta jsonb;', 'CREATE TABLE raw (id bigint PRIMARY KEY, meta json);']
      },
      {
        name: 'point',
        schema: 'CREATE TABLE shop (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE shop ADD COLUMN place point;',
        reports: ['1:18-1:40 other'],
        safe: ['CREATE TABLE place (shop_id bigint PRIMARY KEY REFERENCES shop (id), at point NOT NULL);']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/datatype-json.html',
      'https://www.postgresql.org/docs/current/indexes-opclass.html'
    ]
  },
  check({column, table: name}, {isNew, report, table}) {
    const type = column.type?.name
    if (type === undefined || !incomparableTypes.has(type) || isNew(name)) return
    const isAlready = table(name)?.columns.some((each) => incomparableTypes.has(each.type?.name ?? ''))
    if (isAlready === true) return
    report(type === 'json' ? 'json' : 'other', {column: column.name, table: name.name, type})
  }
})
