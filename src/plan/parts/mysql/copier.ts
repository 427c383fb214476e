/** What tools that copy tables of MySQL and MariaDB have in common: which parts of a statement are theirs. */
import type {Operation} from '../../../operations/operation.js'
import {keyOf} from '../../../schema/objects.js'
import type {ObjectName, Table} from '../../../schema/objects.js'
import type {RecipeView} from '../../recipe.js'
import type {ToolAnswer, ToolStatement} from '../../tool.js'
import {partsOf} from './arrangement.js'
import type {Part} from './arrangement.js'
import {clausesOf} from './clauses.js'
import {indexText} from './index-text.js'
import {tightenedColumns} from './not-null.js'
import type {Role} from './roles.js'
import {keyRefusal, shadowInput} from './shadow.js'
import {isAboveLimit} from './size-limit.js'
import {alterTable, changeText, objectOf} from './sql.js'
import {tableWhenDone, whenDone} from './ways.js'

/** Changes of a table that one copy makes, and what the table is like before; `undefined`: nobody knows it. */
export interface Copy {
  table: ObjectName
  operations: readonly Operation[]
  /** What stands in `ALTER TABLE` after the table. */
  clauses: string
  before: Table | undefined
  /** Tables whose foreign keys refer to it, itself among them where it does. */
  referring: readonly ObjectName[]
  /** Whether a column gets another name. */
  renames: boolean
}

/** What a tool does of its own kind. */
export interface Copier<Piece> {
  /** Whether it makes foreign keys too. */
  addsForeignKeys?: boolean
  /** Why it cannot make the copy; `undefined`: it can. */
  whyNot(copy: Copy, view: RecipeView): string | undefined
  copy(copy: Copy, view: RecipeView): Piece
  /** What the server does itself, at once or while others go on: the statement with its clause, and without. */
  native(sql: {withClause: string; plain: string}): Piece
  notes?(copy: Copy, view: RecipeView): string[]
}

/** The copies are the tool's; what the server does without keeping others out it is asked to do itself. */
export function answerByCopies<Piece>({operations}: ToolStatement, copier: Copier<Piece>): ToolAnswer<Piece> {
  const [first] = operations
  if (!first) return {cannot: 'there is nothing to do'}
  const {view} = first
  const parts = [...partsOf(view)].sort((a, b) => a.order - b.order)
  if (parts.length === 0) return {cannot: 'there is nothing to copy'}
  const left = operations.find(({operation}) => !parts.some((part) => part.operations.includes(operation)))
  if (left)
    return {cannot: `nothing has to be copied for \`${left.operation.kind}\`, which stands in the same statement`}
  const answers = parts.map((part) => answerPart(part, copier, view))
  const refused = answers.find((answer) => 'cannot' in answer)
  if (refused) return refused
  return {
    pieces: answers.flatMap((answer) => ('pieces' in answer ? answer.pieces : [])),
    notes: answers.flatMap((answer) => ('pieces' in answer ? (answer.notes ?? []) : []))
  }
}

function answerPart<Piece>(part: Part, copier: Copier<Piece>, view: RecipeView): ToolAnswer<Piece> {
  if (part.kind === 'online' && (!part.way.rewrites || isAboveLimit(part.table, view) === false)) {
    return {pieces: [copier.native(nativeOf(part, part.way.clause, view))]}
  }
  const isCopied =
    part.kind === 'online' ||
    part.kind === 'shadow' ||
    part.kind === 'unsafe' ||
    (part.kind === 'foreign-key' && copier.addsForeignKeys === true)
  if (!isCopied) return {cannot: roleReasons[part.kind]}
  const copy = copyOf(part, view)
  const reason = whyNoCopy(copy, part, view) ?? copier.whyNot(copy, view)
  if (reason === undefined) return {pieces: [copier.copy(copy, view)], notes: notesOf(copy, part, copier, view)}
  // What the server does while others go on is better done so than not at all.
  if (part.kind !== 'online') return {cannot: reason}
  const notes = [
    `${reason}: so the server writes \`${copy.table.name}\` afresh itself, and replicas stand still meanwhile`
  ]
  return {pieces: [copier.native(nativeOf(part, part.way.clause, view))], notes}
}

/** What no copy makes safe. */
const roleReasons: Readonly<Record<Role, string>> = {
  fill: 'rows need values that `ALTER TABLE` does not give them: `sqlsafe plan` fills them in batches',
  'drop-column':
    'running releases may use the column, and no copy helps that: `sqlsafe plan` drops it at once when they are gone',
  'rename-column':
    'running releases may use the old name, and no copy helps that: `sqlsafe plan` says what to deploy when',
  'rename-table':
    'running releases may use the old name, and no copy helps that: `sqlsafe plan` leaves a view under it',
  'hide-index': 'queries may need the index, and no copy helps that: `sqlsafe plan` hides it before it drops it',
  'replace-index':
    'queries may need the index that goes before the new one is there: `sqlsafe plan` builds that one first',
  'foreign-key': 'it makes no foreign keys: `sqlsafe plan` makes it without looking at rows, and looks at them then'
}

function nativeOf({operations, table}: Part, clause: string, view: RecipeView): {withClause: string; plain: string} {
  const texts = operations.map((operation) => indexText(changeText(operation, view)))
  return {withClause: alterTable(table, texts, clause), plain: alterTable(table, texts)}
}

function copyOf({before, operations, table}: Part, view: RecipeView): Copy {
  const {catalog} = view
  const found = tableWhenDone(table, before, view)
  const {changes, columns} = shadowInput(table, operations, view)
  return {
    table: objectOf(table, view),
    operations,
    clauses: clausesOf(changes),
    before: found?.incomplete === true ? undefined : found,
    referring: found ? (catalog.referencing.get(keyOf(found)) ?? []) : [],
    renames: Object.keys(columns).length > 0
  }
}

/** Every one of them fails at, or loses rows of. */
function whyNoCopy({before, operations}: Copy, part: Part, view: RecipeView): string | undefined {
  if (!before) return undefined
  const {name, persistence, systemVersioned} = before
  if (persistence === 'temporary') return `\`${name}\` is temporary`
  if (systemVersioned === true) return `\`${name}\` keeps the history of its rows, which no copy takes along`
  const after = whenDone(part.before, view, () => tableWhenDone(part.table, operations, view))
  const key = keyRefusal(before, after, operations)
  return key && `\`${name}\` ${key}`
}

function notesOf<Piece>(copy: Copy, {table}: Part, copier: Copier<Piece>, view: RecipeView): string[] {
  const known = copy.before
    ? []
    : [`What \`${copy.table.name}\` is like is not known: it needs a unique key that is never NULL`]
  const columns = tightenedColumns(table, copy.operations, view)
  const nulls = columns.map(
    (column) => `Rows without a value in \`${column}\` end it: give them one before, as \`sqlsafe plan\` does`
  )
  const unique = addsUnique(copy.operations) ? [uniqueNote] : []
  return [...known, ...nulls, ...unique, ...(copier.notes?.(copy, view) ?? [])]
}

const uniqueNote =
  'Look for rows that are the same under the new unique key before: the copy is in vain where there are any'

/** Whether a unique key is made that may not hold. */
export function addsUnique(operations: readonly Operation[]): boolean {
  return operations.some(
    (operation) =>
      (operation.kind === 'index.create' && operation.index.unique) ||
      (operation.kind === 'constraint.add' && /^(?:unique|primary-key)$/.test(operation.constraint.type)) ||
      (operation.kind === 'column.add' &&
        operation.column.constraints.some(({type}) => /^(?:unique|primary)/.test(type)))
  )
}

/** Foreign keys of the table and those of others to it, for tools that keep neither; `undefined`: there are none. */
export function foreignKeyReason({before, operations, referring, table}: Copy): string | undefined {
  const own = before?.constraints.find(({type}) => type === 'foreign-key')
  if (own) return `\`${table.name}\` has a foreign key (\`${own.name}\`)`
  const [other] = referring
  if (other) return `a foreign key of \`${other.name}\` refers to \`${table.name}\``
  const adds = operations.some((each) => each.kind === 'constraint.add' && each.constraint.type === 'foreign-key')
  return adds ? 'it makes no foreign keys' : undefined
}

/** Columns that go and come again under their names, of which a copy by name keeps the old values. */
export function returningColumn(operations: readonly Operation[]): string | undefined {
  const gone = operations.flatMap((each) => (each.kind === 'column.drop' ? [each.column.toLowerCase()] : []))
  return operations
    .flatMap((each) => (each.kind === 'column.add' ? [each.column.name] : []))
    .find((name) => gone.includes(name.toLowerCase()))
}
