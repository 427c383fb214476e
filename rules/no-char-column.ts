import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report columns that are padded with spaces. */
export default defineRule({
  id: 'no-char-column',
  summary: 'Disallow columns of type `char(n)`',
  severity: 'info',
  preset: 'strict',
  on: columnKinds,
  engines: ['postgres'],
  peers: {
    squawk: ['ban-char-field'],
    pgfence: ['ban-char-field'],
    MigrationPilot: ['MP041'],
    'diesel-guard': ['CharTypeCheck']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written as `text` at once.',
  messages: {
    char: 'Unexpected type `char` of `{{column}}`, it stores spaces up to its length and ignores them where it compares; expected `text`, with a check of its length'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `char(n)`.',
    effect:
      'Values come back longer than they went in, comparisons with `text` surprise, and a longer value later needs a change of the type, which rewrites the table.',
    instead: 'Use `text`, and a check where the length matters.',
    notWhen: 'Every value has exactly that length, such as country codes.',
    examples: [
      {
        name: 'char',
        unsafe: 'CREATE TABLE account (id bigint PRIMARY KEY, country char(2));',
        reports: ['1:46-1:61 char'],
        safe: ['CREATE TABLE account (id bigint PRIMARY KEY, country text CHECK (length(country) = 2));']
      }
    ],
    sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      if (column.type?.name !== 'bpchar' || column.type.arrayDimensions > 0) continue
      report('char', {column: column.name}, {range: column.range})
    }
  }
})
