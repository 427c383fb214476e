/** A column under a new name beside the old one, until no release uses that. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import type {Column, ObjectName, Table} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'
import {columnGrants} from './column-grants.js'
import {bothWays, syncColumns} from './column-sync.js'
import {bareColumnSql} from './sql.js'
import {nameOf, twinIndexes} from './twin-column.js'

/** All steps of the rename. */
export function renameColumnDrafts(
  operation: Operation<'column.rename'>,
  view: RecipeView
): Outcome | {unsafe: string} {
  const {column: from, to} = operation
  const table = view.table(operation.table)
  const column = table?.columns.find(({name}) => name === from)
  const what = `\`${operation.table.name}.${from}\` cannot have two names for a time`
  if (!table || column?.type === undefined) {
    return {unsafe: `${what}: its type is not known here, give \`--schema\` or \`--database-url\``}
  }
  const why = whyNot(table, column, view)
  if (why !== undefined) return {unsafe: `${what}: ${why}. Leave the name, or serve the old one by a view`}
  const full = nameOf(table)
  const head = `ALTER TABLE ${quoteFullName(full)}`
  const indexes = twinIndexes({table, column, name: to}, view)
  if ('unsafe' in indexes) return {unsafe: `${what}: ${indexes.unsafe}`}
  const [older, newer] = [quoteName(from), quoteName(to)]
  // Triggers of the application read and write the old column until it gets the new name.
  const before = syncColumns({table: full, column: to, body: bothWays(from, to), first: true}, view)
  const after = syncColumns({table: full, column: to, body: [`NEW.${newer} := NEW.${older};`]}, view)
  const dropSync = [...before.drop, ...after.drop]
  const add = shortTransaction(
    {
      phase: 'expand',
      title: `Add \`${to}\`, and keep it the same as \`${from}\``,
      undo: [...dropSync, `${head} DROP COLUMN ${newer}`]
    },
    [
      `${head} ADD COLUMN ${bareColumnSql(to, column.type, column.collation)}`,
      copyColumnGrants(full, from, to),
      ...before.make,
      ...after.make
    ]
  )
  const fill: Draft = {
    phase: 'backfill',
    kind: 'batch',
    title: `Copy \`${from}\` into \`${to}\` for the rows that are there`,
    input: {
      table: full,
      verb: 'update',
      set: `${newer} = target.${older}`,
      where: `target.${newer}::text IS DISTINCT FROM target.${older}::text`,
      idempotent: true
    },
    undo: [],
    undoNote: 'the values go with the column'
  }
  const rename = shortTransaction(
    {
      phase: 'contract',
      gate: `every running release reads and writes \`${table.name}.${to}\`, and none uses \`${from}\``,
      title: `Give \`${from}\`, which has the same values, the name \`${to}\``,
      undoNote: `add \`${from}\` again, the other way round`
    },
    [...dropSync, `${head} DROP COLUMN ${newer}`, `${head} RENAME COLUMN ${older} TO ${newer}`]
  )
  return {
    drafts: [add, fill, ...indexes.map(({draft}) => draft), rename],
    notes:
      column.default === undefined
        ? []
        : [`Until the last step a row that is inserted with NULL in \`${to}\` gets the default of \`${from}\``]
  }
}

function whyNot(table: Table, {generated, identity, name}: Column, {catalog}: RecipeView): string | undefined {
  if (table.kind !== 'table') return `\`${table.name}\` is no plain table`
  if (identity !== undefined || generated !== undefined) return 'the server makes its values'
  if ((catalog.children.get(keyOf(table)) ?? []).length > 0) return 'other tables inherit it'
  if (table.partitionOf !== undefined || table.inherits.length > 0) return 'it may be inherited'
  const watching = table.triggers.find(({columns}) => columns?.includes(name) === true)
  if (watching !== undefined) return `the trigger \`${watching.name}\` would not see writes under the new name`
  const [rule] = table.rules ?? []
  return rule === undefined ? undefined : `the rule \`${rule.name}\` would not see writes under the new name`
}

/** Releases that use the new name may do what those did that used the old one. */
function copyColumnGrants(table: ObjectName, from: string, to: string): string {
  return [
    'DO $sqlsafe$',
    'DECLARE one text;',
    'BEGIN',
    `  FOR one IN SELECT sql FROM (${columnGrants(table, from, to)}) AS g ORDER BY position, name LOOP`,
    '    EXECUTE one;',
    '  END LOOP;',
    'END $sqlsafe$'
  ].join('\n')
}
