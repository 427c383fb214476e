import {defineRule} from '../src/core/define-rule.js'
import type {Operation} from '../src/operations/operation.js'

/** Report uniqueness that is asked of rows which nobody has looked at. */
export default defineRule({
  id: 'no-unchecked-uniqueness',
  summary: 'Disallow new uniqueness over rows that are there already',
  severity: 'info',
  preset: 'strict',
  peers: {
    atlas: ['MF101', 'MF102']
  },
  on: ['index.create', 'constraint.add'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Which of two equal rows is to stay, only their owner knows.',
  messages: {
    unique:
      'Unexpected uniqueness of {{columns}} in `{{table}}`, the migration fails if two rows are equal, and inserts of the running release may; expected a look for duplicates before'
  },
  docs: {
    condition: 'A unique index or constraint is made over columns of an existing table that the change has not added.',
    effect:
      'If two rows are equal the migration fails after it has read the table (`CREATE INDEX CONCURRENTLY` leaves an invalid index behind). The running release does not know of the rule: its inserts may fail from now on.',
    instead:
      'Count duplicates before (`GROUP BY … HAVING count(*) > 1`), release code that makes no new ones, then make the index.',
    notWhen: 'The columns are unique for a reason that you know.',
    examples: [
      {
        name: 'unique-index',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
        unsafe: 'CREATE UNIQUE INDEX CONCURRENTLY account_email ON account (email);',
        reports: ['1:1-1:66 unique'],
        safe: ['CREATE INDEX CONCURRENTLY account_email ON account (email);']
      },
      {
        name: 'mysql-unique-key',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));',
        unsafe: 'ALTER TABLE account ADD UNIQUE KEY account_email (email), ALGORITHM=INPLACE, LOCK=NONE;',
        reports: ['1:21-1:57 unique']
      }
    ]
  },
  check(operation, {isEmpty, isNew, isNewColumn, report, table: find}) {
    const {table} = operation
    const columns = uniqueColumns(operation)
    if (columns.length === 0 || isNew(table) || isEmpty(table)) return
    if (columns.some((column) => isNewColumn(table, column))) return
    // A wider key than one that is unique already.
    const isProved = find(table)?.indexes.some(
      ({elements, unique, where}) =>
        unique && where === undefined && elements.every(({column}) => column !== undefined && columns.includes(column))
    )
    if (isProved === true) return
    report('unique', {table: table.name, columns: columns.map((column) => `\`${column}\``).join(', ')})
  }
})

/** Empty: nothing is to be unique, or an expression is. */
function uniqueColumns(operation: Operation<'index.create' | 'constraint.add'>): string[] {
  if (operation.kind === 'index.create') {
    const {elements, unique} = operation.index
    return unique ? elements.flatMap(({column}) => column ?? []) : []
  }
  const {columns, type, usingIndex} = operation.constraint
  return type === 'unique' && usingIndex === undefined ? columns : []
}
