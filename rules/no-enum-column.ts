import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report `ENUM` and `SET` columns. */
export default defineRule({
  id: 'no-enum-column',
  summary: 'Disallow `ENUM` and `SET` columns',
  severity: 'info',
  preset: 'all',
  on: columnKinds,
  engines: ['mysql', 'mariadb'],
  peers: {
    skeema: ['has-enum']
  },
  recipe: null,
  noRecipeBecause: 'What stands for the values, only their owner knows.',
  messages: {
    enum: 'Unexpected `{{type}}` of `{{column}}`: any change of its values but an addition at the end copies the table; expected a table of its values, or a check'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `ENUM` or `SET`.',
    effect:
      'A value that goes, or comes anywhere but at the end, needs a copy of the table while writes wait; order and comparison are by position, not by text.',
    instead: 'Use a small table with a foreign key, or text with a check.',
    notWhen: 'Values are only ever added at the end.',
    examples: [
      {
        name: 'enum',
        unsafe: "CREATE TABLE post (id bigint PRIMARY KEY, state enum('new', 'old'));",
        reports: ['1:43-1:67 enum'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, state varchar(10) NOT NULL);']
      }
    ]
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      if (column.type?.name !== 'enum' && column.type?.name !== 'set') continue
      report('enum', {column: column.name, type: column.type.name.toUpperCase()}, {range: column.range})
    }
  }
})
