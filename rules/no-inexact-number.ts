import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report numbers that do not keep what is stored in them. */
export default defineRule({
  id: 'no-inexact-number',
  summary: 'Disallow `money` and floating point columns',
  severity: 'info',
  preset: 'all',
  on: columnKinds,
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    skeema: ['has-float']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written as `numeric` at once.',
  messages: {
    money:
      'Unexpected type `money` of `{{column}}`, its currency and its digits are a setting of the server; expected `numeric`',
    float:
      'Unexpected type `{{type}}` of `{{column}}`, it rounds what is stored; expected `numeric`, where the value is exact'
  },
  docs: {
    condition: 'A column is made, or changed to be, of type `money`, `real`, `double precision` or `float`.',
    effect: '0.1 is not 0.1, sums depend on the order of rows; `money` changes its meaning with `lc_monetary`.',
    instead: 'Use `numeric` (`decimal`).',
    notWhen: 'The values are measurements, which are not exact anyway.',
    examples: [
      {
        name: 'money',
        unsafe: 'CREATE TABLE payment (id bigint PRIMARY KEY, amount money);',
        reports: ['1:46-1:58 money'],
        safe: ['CREATE TABLE payment (id bigint PRIMARY KEY, amount numeric(12, 2));']
      },
      {
        name: 'mysql-float',
        dialect: 'mysql',
        unsafe: 'CREATE TABLE payment (id bigint PRIMARY KEY, amount double);',
        reports: ['1:46-1:59 float'],
        safe: ['CREATE TABLE payment (id bigint PRIMARY KEY, amount decimal(12, 2));']
      }
    ]
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      const name = column.type?.name ?? ''
      if (name === 'money') report('money', {column: column.name}, {range: column.range})
      else if (floats.has(name)) report('float', {column: column.name, type: name}, {range: column.range})
    }
  }
})

const floats = new Set(['float4', 'float8', 'float', 'double', 'real'])
