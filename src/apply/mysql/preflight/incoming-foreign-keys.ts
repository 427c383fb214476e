import type {BatchInput} from '../../../plan/steps.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../row.js'
import {inputsOf} from '../../view/work.js'
import {isSame, locate, locateAll, ofTables, placeOf} from '../view/tables.js'
import type {TableRow} from '../view/tables.js'
import {batchedOf} from '../view/work.js'

/** What other tables do when rows go or get other keys: all of it is in the transaction of one batch, and fires no triggers. */
export const incomingForeignKeys = definePreflightCheck({
  name: 'incoming-foreign-keys',
  summary: 'no foreign key of another table goes on by itself when rows of batches go or get other keys',
  async check({connection, steps, tables}) {
    const place = await placeOf(connection)
    const found = await ofTables(connection, batchedOf(steps, locateAll(tables, place), place), incoming)
    return inputsOf(steps, 'batch').flatMap((batch) => {
      const target = locate(batch.table, place)
      return found.filter(({table}) => isSame(table, target)).flatMap((key) => findingOf(key, batch))
    })
  }
})

/**
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-key-column-usage-table.html. The columns of a key come in
 * one text.
 */
const incoming = `
  SELECT k.constraint_name AS name, k.table_schema AS child_schema, k.table_name AS child, r.delete_rule AS on_delete,
    r.update_rule AS on_update, group_concat(k.referenced_column_name ORDER BY k.ordinal_position) AS columns
  FROM information_schema.key_column_usage k
  JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
  WHERE k.referenced_table_schema = ? AND k.referenced_table_name = ?
  GROUP BY k.constraint_name, k.table_schema, k.table_name, r.delete_rule, r.update_rule
  ORDER BY child_schema, child, name`

const actions: Readonly<Record<string, string>> = {
  CASCADE: 'changes the rows that refer to them too',
  'SET NULL': 'sets NULL in the rows that refer to them',
  'SET DEFAULT': 'sets the default in the rows that refer to them'
}

function findingOf({row, table}: TableRow, {set = '', verb}: BatchInput): PreflightFinding[] {
  const action = actions[text(row, verb === 'delete' ? 'on_delete' : 'on_update')]
  // What is set is named; a name that stands there for another reason does no harm.
  const isConcerned =
    verb === 'delete' ||
    text(row, 'columns')
      .split(',')
      .some((column) => set.includes(column))
  if (action === undefined || !isConcerned) return []
  const child = `\`${text(row, 'child_schema')}.${text(row, 'child')}\``
  return [
    {
      severity: 'warning',
      text: `Unexpected foreign key \`${text(row, 'name')}\` of ${child} to ${table.label}, expected none that goes on by itself when rows ${verb === 'delete' ? 'go' : 'get other keys'}: it ${action}, all in the transaction of one batch`
    }
  ]
}
