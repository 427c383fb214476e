import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report columns of type `json`, which nothing can compare. */
export default defineRule({
  id: 'prefer-jsonb',
  summary: 'Prefer `jsonb` over `json`',
  severity: 'warning',
  preset: 'strict',
  on: columnKinds,
  engines: ['postgres'],
  unlessReportedBy: ['no-incomparable-column'],
  peers: {
    strong_migrations: ['add_column_json'],
    eugene: ['E3'],
    pgfence: ['add-column-json'],
    'diesel-guard': ['AddJsonColumnCheck']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written as `jsonb` at once.',
  messages: {
    json: 'Unexpected type `json` of `{{column}}`, it has no equality: `SELECT DISTINCT`, `UNION` and `GROUP BY` over `{{table}}` fail; expected `jsonb`'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `json`.',
    effect:
      "Queries that compare whole rows (`SELECT DISTINCT *`, `UNION`, `GROUP BY`) fail at once with “could not identify an equality operator”, also those of the release that runs and knows nothing of the column. No GIN index takes it: what is inside is found only by an index on one expression, such as `(meta ->> 'author')`.",
    instead: 'Use `jsonb`.',
    notWhen: 'The text has to come back as it was written: spaces, the order of keys, keys that are there twice.',
    examples: [
      {
        name: 'json',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, meta json);',
        reports: ['1:43-1:52 json'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, meta jsonb);']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/datatype-json.html']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      if (column.type?.name !== 'json') continue
      report('json', {column: column.name, table: column.table.name}, {range: column.range})
    }
  }
})
