import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report columns with a length that has to be changed some day. */
export default defineRule({
  id: 'prefer-text',
  summary: 'Prefer `text` over `varchar(n)`',
  severity: 'info',
  preset: 'all',
  on: columnKinds,
  engines: ['postgres'],
  peers: {
    squawk: ['prefer-text-field'],
    pgfence: ['prefer-text-field'],
    MigrationPilot: ['MP037']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written as `text` at once.',
  messages: {
    varchar:
      'Unexpected length in the type of `{{column}}`; expected `text`, with a check that can be replaced without a lock that lasts'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `varchar(n)`.',
    effect:
      'A shorter limit later reads all rows under a lock that blocks reads; a longer one does not, but needs that lock for a moment too.',
    instead:
      'Use `text`, and where the length matters a check: it is added `NOT VALID` and validated while others write.',
    notWhen: 'Your team likes lengths: on PostgreSQL they cost nothing.',
    examples: [
      {
        name: 'varchar',
        unsafe: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));',
        reports: ['1:46-1:64 varchar'],
        safe: ['CREATE TABLE account (id bigint PRIMARY KEY, email text);']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/datatype-character.html']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      const {type} = column
      if (type?.name !== 'varchar' || type.modifiers.length === 0) continue
      report('varchar', {column: column.name}, {range: column.range})
    }
  }
})
