/** A column under a new name beside the old one, until no release uses that. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/catalog.js'
import type {Column, Table} from '../../schema/catalog.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'
import {bothWays, syncColumns} from './column-sync.js'
import {bareColumnSql} from './sql.js'
import {nameOf, twinParts} from './twin-column.js'

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
  const parts = twinParts({table, column, name: to}, view)
  if ('unsafe' in parts) return {unsafe: `${what}: ${parts.unsafe}`}
  const sync = syncColumns({table: full, column: to, body: bothWays(from, to)}, view)
  const [older, newer] = [quoteName(from), quoteName(to)]
  const add = shortTransaction(
    {
      phase: 'expand',
      title: `Add \`${to}\`, and keep it the same as \`${from}\``,
      undo: [...sync.drop, `${head} DROP COLUMN ${newer}`]
    },
    [`${head} ADD COLUMN ${bareColumnSql(to, column.type, column.collation)}`, ...sync.make]
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
  const owned = (view.catalog.ownedSequences.get(keyOf(table)) ?? []).filter(
    (name) => view.catalog.sequences.get(keyOf(name))?.ownedBy?.column === from
  )
  const drop = shortTransaction(
    {
      phase: 'contract',
      gate: `every running release reads and writes \`${table.name}.${to}\`, and none uses \`${from}\``,
      title: `Drop \`${from}\`, whose place \`${to}\` takes`,
      undoNote: `add \`${from}\` again, the other way round`
    },
    [
      ...sync.drop,
      ...owned.map((sequence) => `ALTER SEQUENCE ${quoteFullName(sequence)} OWNED BY ${quoteFullName(full)}.${newer}`),
      ...(column.default === undefined ? [] : [`${head} ALTER COLUMN ${newer} SET DEFAULT ${column.default.text}`]),
      `${head} DROP COLUMN ${older}`,
      ...parts.takeNames
    ]
  )
  return {
    drafts: [add, fill, ...parts.build, drop],
    notes: [
      `\`${to}\` comes last in the table; comments, rights and statistics targets of \`${from}\` are not carried over`
    ]
  }
}

function whyNot(table: Table, {generated, identity, name}: Column, {catalog}: RecipeView): string | undefined {
  const isIn = (columns: readonly string[]): boolean => columns.includes(name)
  if (table.kind !== 'table') return `\`${table.name}\` is no plain table`
  if (identity !== undefined || generated !== undefined) return 'the server makes its values'
  if (table.constraints.some(({columns, type}) => type === 'primary-key' && isIn(columns)))
    return 'it is in the primary key'
  const views = catalog.readers.get(keyOf(table)) ?? []
  if (views.length > 0) return `views read the table (${views.map((each) => `\`${each.name}\``).join(', ')})`
  const referring = (catalog.referencing.get(keyOf(table)) ?? []).flatMap(
    (other) => catalog.tables.get(keyOf(other)) ?? []
  )
  const refers = referring.find(({constraints}) =>
    constraints.some(
      ({references}) => references && keyOf(references.table) === keyOf(table) && isIn(references.columns)
    )
  )
  return refers && `\`${refers.name}\` refers to it`
}
