/** Changes by a shadow table: which tables can have one, and what it is told. */
import {sameName} from '../../../schema/lookup.js'
import type {Index, ObjectName, Table} from '../../../schema/objects.js'
import {quoteName} from '../../../sql/mysql.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {Draft, RecipeView} from '../../recipe.js'
import type {ShadowInput} from '../../steps.js'
import {indexText} from './index-text.js'
import {alterTable, changeText, objectOf} from './sql.js'
import {tableWhenDone, whenDone} from './ways.js'

/** Why no shadow table can make the changes; `undefined`: one can, or nobody knows better. */
export function shadowRefusal(
  name: Name,
  operations: readonly Operation[],
  before: readonly Operation[],
  view: RecipeView
): string | undefined {
  const found = tableWhenDone(name, before, view)
  if (found === undefined) return undefined
  const after = whenDone(before, view, () => tableWhenDone(name, operations, view))
  return refusal(found) ?? (found.incomplete === true ? undefined : keyRefusal(found, after, operations))
}

/** Engines of which the rows can be read as they were at one moment. */
const isInnodb = ({options}: Table): boolean => /^(?:innodb)?$/i.test(options['engine'] ?? '')

/** https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html: cascades of foreign keys fire no triggers. */
function refusal(table: Table): string | undefined {
  if (table.persistence === 'temporary') return 'is temporary'
  if (!isInnodb(table)) return 'is not of InnoDB'
  if (table.systemVersioned === true) return 'keeps the history of its rows'
  const acting = table.constraints.find(
    ({references}) => isAction(references?.onDelete) || isAction(references?.onUpdate)
  )
  if (acting) return `has a foreign key with actions (\`${acting.name}\`), whose changes fire no triggers`
  return undefined
}

function isAction(action: string | undefined): boolean {
  return action !== undefined && /cascade|set/i.test(action)
}

/** Rows are told apart by a key that both shapes have: why they are not, or `undefined`. */
export function keyRefusal(
  before: Table,
  after: Table | undefined,
  operations: readonly Operation[]
): string | undefined {
  const keys = before.indexes.filter((index) => isKey(index, before))
  if (keys.length === 0) return 'has no unique key that is never NULL'
  if (after === undefined) return undefined
  const renamed = new Map(renamesOf(operations).map(({from, to}) => [from.toLowerCase(), to]))
  const isKept = (key: Index): boolean =>
    after.indexes.some(
      (index) =>
        isKey(index, after) &&
        key.elements.every(({column: name = ''}, position) =>
          sameName('mysql', renamed.get(name.toLowerCase()) ?? name, index.elements[position]?.column ?? '')
        )
    )
  return keys.some(isKept) ? undefined : 'has no unique key afterwards by which its rows could be told apart'
}

/** Whether it is known that the rows of a table cannot be put in order. */
export function lacksKey(table: Table | undefined): boolean {
  return table !== undefined && table.incomplete !== true && !table.indexes.some((index) => isKey(index, table))
}

/** Unique, of whole columns that are never NULL and whose values are exact. */
function isKey({elements, unique}: Index, {columns}: Table): boolean {
  return (
    unique &&
    elements.length > 0 &&
    elements.every(({column, length}) => {
      const found = columns.find(({name}) => sameName('mysql', name, column ?? ''))
      return length === undefined && found?.notNull === true && !/^(?:float|double|real)/.test(found.type?.name ?? '')
    })
  )
}

/** Columns that get another name. */
function renamesOf(operations: readonly Operation[]): Array<{from: string; to: string}> {
  return operations.flatMap((operation) => {
    if (operation.kind === 'column.rename') return [{from: operation.column, to: operation.to}]
    if (operation.kind !== 'column.modify') return []
    const {column, definition} = operation
    return definition.name.toLowerCase() === column.toLowerCase() ? [] : [{from: column, to: definition.name}]
  })
}

/** What the steps are given for changes that one copy makes. */
export function shadowInput(table: Name, operations: readonly Operation[], view: RecipeView): ShadowInput {
  const dropped = operations.flatMap((each) => (each.kind === 'column.drop' ? [each.column.toLowerCase()] : []))
  const fresh = operations.flatMap((each) =>
    each.kind === 'column.add' && dropped.includes(each.column.name.toLowerCase()) ? [each.column.name] : []
  )
  const columns = Object.fromEntries(renamesOf(operations).map(({from, to}) => [to, quoteName(from)]))
  return {
    table: objectOf(table, view),
    changes: changesOf(operations, view),
    columns,
    ...(fresh.length > 0 && {fresh})
  }
}

/** The changes on the empty new table. */
function changesOf(operations: readonly Operation[], view: RecipeView): string[] {
  const [first] = operations
  // Only the rows are to be written afresh.
  if (first?.kind === 'table.optimize' || first?.kind === 'table.force') return []
  return [
    alterTable(
      '{{table}}',
      operations.map((operation) => indexText(changeText(operation, view)))
    )
  ]
}

/** From the empty new table to the end of the old one. */
export function shadowDrafts(input: ShadowInput, about: {gate?: string} = {}): Draft[] {
  const {name} = input.table
  const before = {
    phase: about.gate === undefined ? 'backfill' : 'contract',
    input,
    undo: [],
    undoNote: '`sqlsafe abort` takes the new table away, with all that belongs to it',
    ...about
  } as const
  return [
    {...before, kind: 'shadow-create', title: `Make \`${name}\` anew, empty, beside itself`},
    {...before, kind: 'shadow-capture', title: `Log the keys of rows of \`${name}\` that are written from now on`},
    {...before, kind: 'shadow-copy', title: `Copy the rows of \`${name}\`, and bring them up to date`},
    {...before, kind: 'shadow-index', title: `Build the indexes of the new \`${name}\``},
    {...before, kind: 'shadow-check', title: `Compare every row of both, until none differs`},
    {
      ...before,
      kind: 'shadow-swap',
      title: `Let the new \`${name}\` take the place of the old one`,
      undoNote: 'the old table is kept as it was at this moment'
    },
    {
      ...before,
      kind: 'shadow-drop',
      title: `Drop the old \`${name}\`, where \`--drop-old\` says so`,
      undoNote: 'it is kept for `sqlsafe cleanup` unless that was asked for'
    }
  ]
}

/** The table itself, for notes. */
export function spaceNote({name}: ObjectName): string {
  return `\`${name}\` is needed a second time on the disk; what cannot be carried over is said before anything is written`
}
