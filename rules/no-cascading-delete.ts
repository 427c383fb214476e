import {defineRule} from '../src/core/define-rule.js'
import type {ConstraintDefinition} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'

/** Report foreign keys that make a small `DELETE` a large one. */
export default defineRule({
  id: 'no-cascading-delete',
  summary: 'Disallow new foreign keys that delete rows along with others',
  severity: 'info',
  preset: 'all',
  peers: {
    MigrationPilot: ['MP086'],
    bytebase: ['STATEMENT_DISALLOW_ON_DEL_CASCADE']
  },
  on: ['constraint.add', 'column.add', 'table.create'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'What is to become of the rows is for their owner to say.',
  messages: {
    cascade:
      'Unexpected `ON DELETE CASCADE`, who deletes from `{{parent}}` deletes from `{{table}}` unseen; expected `RESTRICT`, and the rows to be deleted first'
  },
  docs: {
    condition: 'A foreign key to a table that existed before is made with `ON DELETE CASCADE`.',
    effect: {
      postgres:
        'A `DELETE` of one row takes any number of rows of other tables with it, in one transaction and without being named.',
      mysql:
        'A `DELETE` of one row takes any number of rows of other tables with it, in one transaction and without being named; triggers do not see it.'
    },
    instead: 'Use `RESTRICT` (or `NO ACTION`), and delete the rows of the child table in batches first.',
    notWhen: 'The rows have no meaning without their parent, and each parent has few.',
    examples: [
      {
        name: 'cascade',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account ON DELETE CASCADE);',
        reports: ['1:57-1:93 cascade'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account ON DELETE RESTRICT);']
      },
      {
        name: 'mysql-cascade',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe:
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, FOREIGN KEY (author) REFERENCES account (id) ON DELETE CASCADE);',
        reports: ['1:58-1:120 cascade']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/create-table-foreign-keys.html']
  },
  check(operation, {isNew, report}) {
    for (const {range, references} of constraintsOf(operation)) {
      if (references?.onDelete?.toLowerCase() !== 'cascade' || isNew(references.table)) continue
      report('cascade', {parent: references.table.name, table: operation.table.name}, range && {range})
    }
  }
})

function constraintsOf(
  operation: Operation<'constraint.add' | 'column.add' | 'table.create'>
): readonly ConstraintDefinition[] {
  if (operation.kind === 'constraint.add') return [operation.constraint]
  if (operation.kind === 'column.add') return operation.column.constraints
  return [...operation.constraints, ...operation.columns.flatMap(({constraints}) => constraints)]
}
