import {defineRule} from '../src/core/define-rule.js'
import {findColumn, sameName} from '../src/schema/lookup.js'
import type {Table} from '../src/schema/objects.js'
import type {Dialect} from '../src/server/server.js'
import type {DataType} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import {constraintKinds, writtenConstraints} from '../src/operations/written-constraints.js'

/** Report foreign keys between columns of different integer types. */
export default defineRule({
  id: 'no-mismatched-foreign-key',
  summary: 'Disallow foreign keys to a column of another integer type',
  severity: 'error',
  on: constraintKinds,
  engines: ['postgres', 'mysql', 'mariadb'],
  looksAtRefused: true,
  peers: {
    skeema: ['fk-parent']
  },
  recipe: null,
  noRecipeBecause: 'The type is written right at once.',
  messages: {
    narrow:
      'Unexpected type {{type}} of `{{column}}`, it refers to `{{parent}}`, which is {{parentType}}: once keys are larger, rows cannot refer to them; expected {{parentType}}',
    refused:
      'Unexpected type {{type}} of `{{column}}`, it refers to `{{parent}}`, which is {{parentType}}: the server refuses the key; expected {{parentType}}'
  },
  docs: {
    condition:
      'A column with a foreign key is of a smaller integer type than the column that it refers to; on MySQL and MariaDB: of another one.',
    effect: {
      postgres:
        'Everything works until the parent has a key that does not fit, then every insert of a child fails, and the change of the type rewrites the table.',
      mysql: 'The server refuses the key.'
    },
    instead: 'Give it the type of the column that it refers to.',
    notWhen: 'Keys of the parent will never be that large.',
    examples: [
      {
        name: 'narrow',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, author int REFERENCES account (id));',
        reports: ['1:54-1:77 narrow'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account (id));']
      },
      {
        name: 'mysql-refused',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint unsigned PRIMARY KEY);',
        unsafe:
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, FOREIGN KEY (author) REFERENCES account (id));',
        refused: true,
        reports: ['1:58-1:102 refused'],
        safe: [
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint unsigned, FOREIGN KEY (author) REFERENCES account (id));'
        ]
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html']
  },
  check(operation, {dialect, report, table}) {
    for (const {columns, constraint, range} of writtenConstraints(operation, 'foreign-key')) {
      const parent = constraint.references && table(constraint.references.table)
      const named = constraint.references?.columns ?? []
      const keys =
        named.length > 0
          ? named
          : (parent?.indexes.find(({primary}) => primary)?.elements ?? []).map(({column = ''}) => column)
      for (const [place, column] of columns.entries()) {
        const from = typeOf(column, operation, table(operation.table), dialect)
        const to = parent && findColumn(dialect, parent, keys[place] ?? '')?.type
        const [bytes, parentBytes] = [sizeOf(from), sizeOf(to)]
        if (!from || !to || bytes === undefined || parentBytes === undefined) continue
        const data = {column, type: nameOf(from), parent: `${parent.name}.${keys[place] ?? ''}`, parentType: nameOf(to)}
        if (dialect === 'postgres') {
          if (bytes < parentBytes) report('narrow', data, {range})
        } else if (bytes !== parentBytes || (from.unsigned === true) !== (to.unsigned === true)) {
          report('refused', data, {range})
        }
      }
    }
  }
})

const sizes: Record<string, number> = {
  ...{int2: 2, int4: 4, int8: 8},
  ...{tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8}
}

function sizeOf(type: DataType | undefined): number | undefined {
  return type && type.arrayDimensions === 0 ? sizes[type.name] : undefined
}

function nameOf({name, unsigned}: DataType): string {
  return unsigned === true ? `${name} unsigned` : name
}

function typeOf(
  column: string,
  operation: Operation<(typeof constraintKinds)[number]>,
  table: Table | undefined,
  dialect: Dialect
): DataType | undefined {
  const isIt = ({name}: {name: string}): boolean => sameName(dialect, name, column)
  if (operation.kind === 'table.create') return operation.columns.find(isIt)?.type
  if (operation.kind === 'column.add' && isIt(operation.column)) return operation.column.type
  return table?.columns.find(isIt)?.type
}
