import {defineRule} from '../src/core/define-rule.js'
import {constraintKinds, writtenConstraints} from '../src/operations/written-constraints.js'
import {findsBy} from '../src/schema/index-columns.js'

/** Report foreign keys whose rows are searched for without an index. */
export default defineRule({
  id: 'require-foreign-key-index',
  summary: 'Require an index for the columns of each foreign key',
  severity: 'warning',
  preset: 'strict',
  on: constraintKinds,
  engines: ['postgres'],
  peers: {
    eugene: ['E15'],
    pgfence: ['fk-missing-index'],
    MigrationPilot: ['MP016']
  },
  recipe: 'create-index-concurrently',
  messages: {
    index:
      'Unexpected foreign key without an index on `{{columns}}`: each row that is deleted from `{{parent}}`, or gets another key, reads all of `{{table}}`; expected an index that begins with the columns',
    unseen:
      'Unexpected foreign key without an index on `{{columns}}` that sqlsafe has seen: without one each row that is deleted from `{{parent}}` reads all of `{{table}}`; expected an index that begins with the columns, or the schema of the table'
  },
  docs: {
    condition:
      'A foreign key is made, and at the end of the migration no index of the table begins with its columns. MySQL and MariaDB make one themselves.',
    effect:
      'Nothing happens while the table is small. Later a `DELETE` of a few parents reads the whole table once for each, with the rows locked.',
    instead: 'Build an index on the columns, `CONCURRENTLY` where the table has rows.',
    notWhen: 'Rows of the parent are never deleted, and their keys never change.',
    examples: [
      {
        name: 'no-index',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account (id));',
        reports: ['1:57-1:80 index'],
        safe: [
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account (id));\nCREATE INDEX post_author ON post (author);'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post ADD FOREIGN KEY (author) REFERENCES account (id) NOT VALID;',
        reports: ['1:18-1:76 unseen']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK']
  },
  check(operation, {atEnd, dialect, report}) {
    const written = writtenConstraints(operation, 'foreign-key')
    if (written.length === 0) return
    atEnd((find) => {
      const table = find(operation.table)
      for (const {columns, constraint, range} of written) {
        if (table?.indexes.some((index) => findsBy(index, columns, dialect)) === true) continue
        const parent = constraint.references?.table.name ?? ''
        const isKnown = table !== undefined && table.incomplete !== true
        const about = {columns: columns.join(', '), parent, table: operation.table.name}
        report(isKnown ? 'index' : 'unseen', about, {range})
      }
    })
  }
})
