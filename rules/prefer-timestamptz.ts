import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report points in time that do not say where. */
export default defineRule({
  id: 'prefer-timestamptz',
  summary: 'Prefer `timestamptz` over `timestamp`',
  severity: 'info',
  preset: 'strict',
  on: columnKinds,
  engines: ['postgres'],
  peers: {
    squawk: ['prefer-timestamp-tz'],
    pgfence: ['prefer-timestamptz'],
    MigrationPilot: ['MP040'],
    'diesel-guard': ['TimestampTypeCheck']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written as `timestamptz` at once.',
  messages: {
    zone: 'Unexpected type `{{type}}` of `{{column}}`, which point in time it means depends on who reads it; expected `timestamptz`'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `timestamp` (without time zone) or `timetz`.',
    effect:
      'Clients with different time zones read different points in time, and an hour a year is there twice. Changing the type later rewrites the table, unless the `TimeZone` of the session is UTC.',
    instead: 'Use `timestamptz`; it takes the same space.',
    notWhen: 'It is a time on a wall, such as the opening hours of a shop.',
    examples: [
      {
        name: 'timestamp',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, created_at timestamp);',
        reports: ['1:43-1:63 zone'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, created_at timestamptz);']
      }
    ],
    sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      if (column.type?.name !== 'timestamp' && column.type?.name !== 'timetz') continue
      report('zone', {column: column.name, type: column.type.name}, {range: column.range})
    }
  }
})
