import {defineRule} from '../src/core/define-rule.js'
import {sameName} from '../src/schema/lookup.js'

/** Report `IF NOT EXISTS` that finds something else. */
export default defineRule({
  id: 'no-misleading-if-not-exists',
  summary: 'Disallow `IF NOT EXISTS` where another object of that name is there',
  severity: 'error',
  on: ['table.create', 'column.add', 'index.create'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Which of the two is wanted, only its author knows.',
  messages: {
    table:
      'Unexpected `IF NOT EXISTS`: table `{{name}}` is there already, without `{{column}}`, and stays as it is; expected `ALTER TABLE`',
    column:
      'Unexpected `IF NOT EXISTS`: column `{{name}}` is there already as {{type}}, and stays as it is; expected another name, or a change of its type',
    index:
      'Unexpected `IF NOT EXISTS`: index `{{name}}` is there already, on {{columns}}, and stays as it is; expected another name'
  },
  docs: {
    condition:
      '`IF NOT EXISTS` is written, and the migrations before have made a table of that name that lacks a column, a column of another type, or an index of other columns.',
    effect:
      'The statement does nothing and succeeds. The release that comes with it finds a schema that it does not expect, on old databases; on new ones all is well, so that no test finds out.',
    instead: 'Change what is there, or choose another name.',
    notWhen: 'The earlier object was dropped by hand.',
    examples: [
      {
        name: 'table',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'CREATE TABLE IF NOT EXISTS account (id bigint PRIMARY KEY, email text);',
        reports: ['1:1-1:71 table'],
        safe: ['ALTER TABLE account ADD COLUMN email text;']
      },
      {
        name: 'column',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, age text);',
        unsafe: 'ALTER TABLE account ADD COLUMN IF NOT EXISTS age int;',
        reports: ['1:21-1:53 column'],
        safe: ['ALTER TABLE account ADD COLUMN age_years int;']
      },
      {
        name: 'index',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, a int, b int);\nCREATE INDEX account_key ON account (a);',
        unsafe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS account_key ON account (b);',
        reports: ['1:1-1:67 index'],
        safe: ['CREATE INDEX CONCURRENTLY account_b ON account (b);']
      }
    ]
  },
  check(operation, {dialect, report, table}) {
    if (operation.ifNotExists !== true) return
    const there = table(operation.table)
    if (!there || there.incomplete === true) return
    const same = (a: string, b: string): boolean => sameName(dialect, a, b)
    switch (operation.kind) {
      case 'table.create': {
        const missing = operation.columns.find(({name}) => !there.columns.some((column) => same(column.name, name)))
        if (missing) report('table', {name: there.name, column: missing.name})
        break
      }
      case 'column.add': {
        const {name, type} = operation.column
        const column = there.columns.find((each) => same(each.name, name))
        if (column && type && column.type?.name !== type.name) {
          report('column', {name: column.name, type: column.type?.name ?? 'another type'})
        }
        break
      }
      case 'index.create': {
        const index = there.indexes.find(
          ({name}) => operation.index.name !== undefined && same(name, operation.index.name)
        )
        const columns = index?.elements.map(({column = '…'}) => column)
        const wanted = operation.index.elements.map(({column = '…'}) => column)
        if (index && columns && columns.join() !== wanted.join()) {
          report('index', {name: index.name, columns: columns.join(', ')})
        }
      }
    }
  }
})
