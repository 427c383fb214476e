import {defineRule} from '../src/core/define-rule.js'
import {honoursInlineReferences} from '../src/schema/mysql/inline-references.js'

/** Report `REFERENCES` at a column where the server reads it and makes nothing of it. */
export default defineRule({
  id: 'no-ignored-reference',
  summary: 'Disallow `REFERENCES` at a column where the server ignores it',
  severity: 'warning',
  peers: {
    atlas: ['MY102']
  },
  on: ['column.add', 'column.modify', 'table.create'],
  engines: ['mysql'],
  recipe: null,
  noRecipeBecause:
    'Whether the foreign key is wanted, only the author knows: it is written as a table constraint then.',
  messages: {
    ignored:
      'Unexpected `REFERENCES` at the column `{{column}}`, this version of MySQL reads and forgets it: there is no foreign key; expected `FOREIGN KEY ({{column}}) REFERENCES {{parent}} …`'
  },
  docs: {
    condition:
      'A column definition has `REFERENCES`, and the server is MySQL before 9.0; later ones and MariaDB make a foreign key of it.',
    effect:
      'The foreign key that the migration seems to make is not there: rows without a parent come in. On a newer server the same file makes one, and copies the table for it.',
    instead: 'Write the foreign key as a constraint of the table: that means the same on all versions.',
    notWhen: 'It is meant as a note for readers: then make it a comment.',
    examples: [
      {
        name: 'add-column',
        dialect: 'mysql',
        version: '8.4',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post ADD COLUMN author bigint REFERENCES account (id);',
        reports: ['1:18-1:66 ignored'],
        safe: ['ALTER TABLE post ADD COLUMN author bigint, ALGORITHM=INSTANT;']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html']
  },
  check(operation, {report, session}) {
    if (honoursInlineReferences(session.server)) return
    const columns =
      operation.kind === 'table.create'
        ? operation.columns
        : [operation.kind === 'column.add' ? operation.column : operation.definition]
    for (const {constraints, name, range} of columns) {
      const reference = constraints.find(({type}) => type === 'foreign-key')
      const where = operation.kind === 'table.create' && range ? {range} : undefined
      if (reference?.references) report('ignored', {column: name, parent: reference.references.table.name}, where)
    }
  }
})
