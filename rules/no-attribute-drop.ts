import {defineRule} from '../src/core/define-rule.js'
import type {ColumnDefinition} from '../src/operations/definitions.js'
import {findColumn, sameName} from '../src/schema/lookup.js'
import type {Column, Table} from '../src/schema/objects.js'

/** Report `MODIFY` and `CHANGE` that do not repeat what the column has, and so take it away. */
export default defineRule({
  id: 'no-attribute-drop',
  summary: 'Disallow `MODIFY` and `CHANGE` that leave out what the column has',
  severity: 'warning',
  on: 'column.modify',
  engines: ['mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'What is missing is written into the statement, if it was not meant to go.',
  messages: {
    drop: 'Unexpected definition of `{{table}}.{{column}}` without {{attributes}}, the server takes away what is not repeated; expected all that the column has'
  },
  docs: {
    condition:
      'A column of an existing table gets a definition without its `AUTO_INCREMENT`, `ON UPDATE`, `DEFAULT` (of a column that may be `NULL`), expression, `INVISIBLE`, `SRID`, character set or collation, on MariaDB also `CHECK`, `COMPRESSED` or `WITHOUT SYSTEM VERSIONING`, and does not get it back in the same migration. What is taken away in words (`DEFAULT NULL`, `VISIBLE`) is not reported, and neither are comments. `NOT NULL` and the default of a `NOT NULL` column are told by `no-not-null-drop` and `no-default-drop`.',
    effect:
      'Nothing fails while it runs. Afterwards inserts without the number fail (`AUTO_INCREMENT`), times stand still (`ON UPDATE`), values are missing (`DEFAULT`) or no longer computed, `SELECT *` and `INSERT` without a list of columns meet a column that was hidden, texts compare as they did not before, rows come in that the `CHECK` refused.',
    instead:
      'Write out all that `SHOW CREATE TABLE` shows of the column. To change nothing but the default or the name, use `ALTER COLUMN … SET DEFAULT` and `RENAME COLUMN`.',
    notWhen: 'It was to go: declare the phase `contract`, or suppress it with that as the reason.',
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/alter-table.html#alter-table-redefine-column'],
    examples: [
      {
        name: 'on-update',
        dialect: 'mysql',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, updated datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);',
        unsafe: "ALTER TABLE account MODIFY updated datetime DEFAULT CURRENT_TIMESTAMP COMMENT 'of the row';",
        reports: ['1:21-1:91 drop'],
        safe: [
          "ALTER TABLE account MODIFY updated datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'of the row';"
        ]
      },
      {
        name: 'auto-increment',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint AUTO_INCREMENT PRIMARY KEY);',
        unsafe: 'ALTER TABLE account CHANGE id account_id bigint;',
        reports: ['1:21-1:48 drop'],
        safe: ['-- sqlsafe-phase: contract\nALTER TABLE account RENAME COLUMN id TO account_id;']
      },
      {
        name: 'mariadb-check',
        dialect: 'mariadb',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, visits int DEFAULT 1 CHECK (visits > 0));',
        unsafe: "ALTER TABLE account MODIFY visits int COMMENT 'since the last login';",
        reports: ['1:21-1:69 drop'],
        safe: ["ALTER TABLE account MODIFY visits int DEFAULT 1 COMMENT 'since the last login' CHECK (visits > 0);"]
      }
    ]
  },
  check(operation, {atEnd, dialect, hasTraffic, isNewColumn, isRetired, report, table}) {
    const {column: name, definition, table: on} = operation
    const before = table(on)
    const column = before && findColumn(dialect, before, name)
    if (!column || !hasTraffic(on) || isNewColumn(on, name) || isRetired(on, name)) return
    atEnd((find) => {
      const after = find(on)
      const left = after && findColumn(dialect, after, definition.name)
      if (!left) return
      const checks = {
        before: hasOwnCheck(before, column),
        after: hasOwnCheck(after, left)
      }
      const gone = [...attributesGone(column, left, definition), ...(checks.before && !checks.after ? ['`CHECK`'] : [])]
      if (gone.length > 0) report('drop', {table: on.name, column: name, attributes: gone.join(', ')})
    })

    function hasOwnCheck({constraints}: Table, {name: own}: Column): boolean {
      return constraints.some(({ofColumn}) => ofColumn !== undefined && sameName(dialect, ofColumn, own))
    }
  }
})

/** What the column had, still would have if it were repeated, and has no more, as it would be written. */
function attributesGone(before: Column, after: Column, definition: ColumnDefinition): string[] {
  const gone = {
    AUTO_INCREMENT: before.autoIncrement === true && after.autoIncrement !== true,
    [`ON UPDATE ${before.onUpdate?.text ?? ''}`]: before.onUpdate !== undefined && after.onUpdate === undefined,
    [`DEFAULT ${before.default?.text ?? ''}`]: losesDefault(before, after, definition),
    'GENERATED ALWAYS AS (…)': before.generated !== undefined && after.generated === undefined,
    INVISIBLE: before.invisible === true && after.invisible === undefined,
    [`SRID ${before.type?.srid ?? ''}`]: before.type?.srid !== undefined && after.type?.srid === undefined,
    [characterSet(before, after)]: losesCharacterSet(before, after, definition),
    COMPRESSED: before.compressed === true && after.compressed !== true,
    'WITHOUT SYSTEM VERSIONING': before.withoutSystemVersioning === true && after.withoutSystemVersioning !== true
  }
  return Object.entries(gone).flatMap(([attribute, isGone]) => (isGone ? [`\`${attribute}\``] : []))
}

/** That of a `NOT NULL` column is another rule's; `DEFAULT NULL` says that it is to go. */
function losesDefault(before: Column, after: Column, definition: ColumnDefinition): boolean {
  if (before.default === undefined || before.notNull || definition.default !== undefined) return false
  return after.default === undefined && after.generated === undefined && after.autoIncrement !== true
}

function losesCharacterSet(
  {type: before}: Column,
  {type: after}: Column,
  {collation, type}: ColumnDefinition
): boolean {
  if (before?.collation === undefined || after?.collation === undefined) return false
  if (type?.charset !== undefined || type?.collation !== undefined || collation !== undefined) return false
  if (before.charsetAssumed === true || after.charsetAssumed === true) return false
  return before.collation !== after.collation
}

function characterSet({type: before}: Column, {type: after}: Column): string {
  return before?.charset === after?.charset
    ? `COLLATE ${before?.collation ?? ''}`
    : `CHARACTER SET ${before?.charset ?? ''} COLLATE ${before?.collation ?? ''}`
}
