import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report widths that change nothing. */
export default defineRule({
  id: 'no-display-width',
  summary: 'Disallow display widths of integer types',
  severity: 'info',
  preset: 'all',
  on: columnKinds,
  engines: ['mysql', 'mariadb'],
  peers: {
    skeema: ['display-width']
  },
  recipe: null,
  noRecipeBecause: 'It is left out.',
  messages: {
    width: 'Unexpected width in the type of `{{column}}`, it limits nothing; expected `{{type}}`'
  },
  docs: {
    condition: 'An integer column has a display width, such as `int(11)`.',
    effect:
      'Readers take it for a limit. MySQL deprecates it and does not show it again, so that tools that compare schemas find a difference.',
    instead: 'Leave it out.',
    notWhen: 'The table is made for MariaDB, which keeps it.',
    examples: [
      {
        name: 'width',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, likes int(11));',
        reports: ['1:43-1:56 width'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, likes int);']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/numeric-type-attributes.html']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      const {type} = column
      if (!type || !/int$/.test(type.name) || type.modifiers.length === 0 || type.zerofill === true) continue
      // `tinyint(1)` is how clients are told that it is a boolean.
      if (type.name === 'tinyint' && type.modifiers[0] === '1') continue
      report('width', {column: column.name, type: type.name}, {range: column.range})
    }
  }
})
