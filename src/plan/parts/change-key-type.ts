/** Another type for a column that other tables refer to: a twin of the column that is swapped in. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import {columnsUsed} from '../../schema/expressions.js'
import type {Column, Constraint, ObjectName, Table} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'
import {carryColumn} from './carry-column.js'
import {syncColumns} from './column-sync.js'
import {constraintSql, unprovedDrafts} from './constraints.js'
import {isPlainType} from './idempotence.js'
import {bareColumnSql, typeSql} from './sql.js'
import {nameOf, twinParts} from './twin-column.js'

/** A foreign key of a table to the column. */
interface Incoming {
  table: Table
  constraint: Constraint
  /** Its name until the swap. */
  made: string
}

/** All steps of the change; `undefined`: nobody refers to the column, or something about it asks for a shadow table. */
export function changeKeyTypeDrafts(operation: Operation<'column.set-type'>, view: RecipeView): Outcome | undefined {
  const {collation, column: name, type, using} = operation
  const {catalog, newName} = view
  const table = view.table(operation.table)
  const column = table?.columns.find((each) => each.name === name)
  if (!table || !column || using !== undefined) return undefined
  if (!isPlainType(type) || !isPlain(table, column, view)) return undefined
  const incoming = incomingTo(table, name, view)
  if (incoming.length === 0 || incoming.some((each) => each.table.kind !== 'table')) return undefined

  const full = nameOf(table)
  const [made, old] = [newName(name, 'new'), newName(name, 'old')]
  const parts = twinParts({table, column, name: made}, view)
  const keys = incoming.map((each) => keyDrafts(each, full, name, made))
  if ('unsafe' in parts || keys.some((drafts) => drafts === undefined)) return undefined
  const [head, fresh, older] = [`ALTER TABLE ${quoteFullName(full)}`, quoteName(made), quoteName(name)]
  const converted = `${older}::${typeSql(type)}`
  const sync = syncColumns({table: full, column: made, body: [`NEW.${fresh} := NEW.${converted};`]}, view)
  const add = shortTransaction(
    {
      phase: 'expand',
      title: `Add \`${made}\` of the new type, and keep it the same as \`${name}\``,
      undo: [...sync.drop, `${head} DROP COLUMN ${fresh}`]
    },
    [`${head} ADD COLUMN ${bareColumnSql(made, type, collation)}`, ...sync.make]
  )
  const fill: Draft = {
    phase: 'backfill',
    kind: 'batch',
    title: `Copy \`${name}\` into \`${made}\` for the rows that are there`,
    input: {
      table: full,
      verb: 'update',
      set: `${fresh} = target.${converted}`,
      where: `target.${fresh} IS DISTINCT FROM target.${converted}`,
      idempotent: true
    },
    undo: [],
    undoNote: 'the values go with the column'
  }
  const carried = carryColumn(full, name, made)
  const swap = shortTransaction(
    {
      phase: 'contract',
      gate: `every running release can take \`${table.name}.${name}\` as \`${typeSql(type)}\``,
      title: `Swap the columns, their keys and the foreign keys to them`,
      undoNote: `rows that come after it have no value in \`${old}\`: make the change the other way round`
    },
    [
      carried.keep,
      ...incoming.flatMap(({constraint, made: own, table: other}) => swapKey(other, constraint.name, own)),
      ...sync.drop,
      ...parts.constraints.map((constraint) => `${head} DROP CONSTRAINT ${quoteName(constraint)}`),
      ...parts.indexes.map(
        (index) =>
          `ALTER INDEX ${quoteFullName({schema: table.schema, name: index})} RENAME TO ${quoteName(newName(index, 'old'))}`
      ),
      `${head} RENAME COLUMN ${older} TO ${quoteName(old)}`,
      `${head} RENAME COLUMN ${fresh} TO ${older}`,
      ...passOnValues(table, column, old, view),
      // Not before: an identity is never NULL.
      ...(column.notNull ? [`${head} ALTER COLUMN ${quoteName(old)} DROP NOT NULL`] : []),
      ...parts.takeNames,
      carried.give
    ]
  )
  const drop = shortTransaction(
    {
      phase: 'contract',
      gate: `reads and writes of \`${table.name}\` go on as before`,
      title: `Drop \`${old}\``,
      undoNote: 'the values are gone: they stand in the new column'
    },
    [`${head} DROP COLUMN ${quoteName(old)}`]
  )
  const isSerial = column.default !== undefined && (catalog.ownedSequences.get(keyOf(table)) ?? []).length > 0
  return {
    drafts: [add, fill, ...parts.build, ...keys.flatMap((drafts) => drafts ?? []), swap, drop],
    notes: [
      `\`${name}\` comes last in the table`,
      ...(isSerial
        ? [
            `A sequence keeps its own type: where that is \`integer\`, \`ALTER SEQUENCE … AS ${typeSql(type)}\` lets it go on`
          ]
        : [])
    ]
  }
}

/** A view, a trigger on the column, partitions: what depends on the column itself, the shadow table carries over. */
function isPlain(table: Table, {generated, name}: Column, {catalog}: RecipeView): boolean {
  const isRead = table.columns.some(
    ({generated: made}) => made?.expression && columnsUsed(made.expression, table.columns).includes(name)
  )
  const watched = table.triggers.some(({columns}) => columns?.includes(name) === true)
  const hasReaders = (catalog.readers.get(keyOf(table)) ?? []).length > 0
  const hasChildren = (catalog.children.get(keyOf(table)) ?? []).length > 0
  const isPart = table.partitionOf !== undefined || table.inherits.length > 0
  const isOwn = generated === undefined && !isRead && (table.rules ?? []).length === 0
  return table.kind === 'table' && isOwn && !watched && !hasReaders && !hasChildren && !isPart
}

function incomingTo(table: Table, column: string, {catalog, newName}: RecipeView): Incoming[] {
  return (catalog.referencing.get(keyOf(table)) ?? []).flatMap((name) => {
    const other = catalog.tables.get(keyOf(name))
    const keys = (other?.constraints ?? []).filter(
      ({references}) => references && keyOf(references.table) === keyOf(table) && references.columns.includes(column)
    )
    return other ? keys.map((constraint) => ({table: other, constraint, made: newName(constraint.name, 'new')})) : []
  })
}

function keyDrafts(
  {constraint, made, table}: Incoming,
  to: ObjectName,
  from: string,
  fresh: string
): Draft[] | undefined {
  const {references} = constraint
  if (!references) return undefined
  const columns = references.columns.map((column) => (column === from ? fresh : column))
  const body = constraintSql({...constraint, references: {...references, table: to, columns}})
  const own = nameOf(table)
  return body === undefined
    ? undefined
    : unprovedDrafts({table: own, name: made, body, what: `what \`${constraint.name}\` says`})
}

function swapKey(table: Table, name: string, made: string): string[] {
  const head = `ALTER TABLE ${quoteFullName(nameOf(table))}`
  return [
    `${head} DROP CONSTRAINT ${quoteName(name)}`,
    `${head} RENAME CONSTRAINT ${quoteName(made)} TO ${quoteName(name)}`
  ]
}

/** Where the values of new rows come from: a default with its sequence, or an identity, which goes on where it stands. */
function passOnValues(table: Table, column: Column, old: string, {catalog, newName}: RecipeView): string[] {
  const full = quoteFullName(nameOf(table))
  const [head, own, older] = [`ALTER TABLE ${full}`, quoteName(column.name), quoteName(old)]
  const sequence = (catalog.ownedSequences.get(keyOf(table)) ?? []).find(
    (name) => catalog.sequences.get(keyOf(name))?.ownedBy?.column === column.name
  )
  if (column.identity !== undefined) {
    if (sequence === undefined) return []
    const made = {schema: sequence.schema, name: newName(sequence.name, 'new')}
    const kind = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'
    return [
      `${head} ALTER COLUMN ${own} ADD GENERATED ${kind} AS IDENTITY (SEQUENCE NAME ${quoteFullName(made)})`,
      `${head} ALTER COLUMN ${older} DROP IDENTITY`,
      `ALTER SEQUENCE ${quoteFullName(made)} RENAME TO ${quoteName(sequence.name)}`
    ]
  }
  if (column.default === undefined) return []
  return [
    `${head} ALTER COLUMN ${own} SET DEFAULT ${defaultText(column, sequence)}`,
    ...(sequence === undefined ? [] : [`ALTER SEQUENCE ${quoteFullName(sequence)} OWNED BY ${full}.${own}`]),
    `${head} ALTER COLUMN ${older} DROP DEFAULT`
  ]
}

/** `serial` has a default that nobody has written. */
function defaultText({default: written, type}: Column, sequence: ObjectName | undefined): string {
  if (sequence !== undefined && (type?.serial === true || written?.text === '')) {
    return `nextval('${quoteFullName(sequence).replaceAll("'", "''")}'::regclass)`
  }
  return written?.text ?? 'NULL'
}
