/** Tables that a migration renames and itself leaves a view for: that is what a recipe would do, and is done as it stands. */
import type {Migration} from '../migrations/migration.js'
import type {Name} from '../operations/definitions.js'
import type {Operation, OperationKind} from '../operations/operation.js'
import type {Statement} from '../operations/script.js'
import type {Change} from './change.js'
import {shortTransaction} from './drafts.js'
import {ownDownPart} from './own-down-part.js'

/** What stands together: running releases would find nothing, or less, between two of them. */
interface Group {
  statements: readonly Statement[]
  /** Names of the tables as running releases know them. */
  names: readonly string[]
}

type Rename = Operation<'table.rename' | 'table.set-schema'>

/** What only changes entries of the catalog: it may stand between the two, and right after the view. */
const quiet = new Set<OperationKind>([
  'table.rename',
  'table.set-schema',
  'constraint.rename',
  'index.rename',
  'sequence.rename',
  'view.create',
  'view.alter',
  'privilege.grant',
  'privilege.revoke',
  'comment.set'
])

/** By each of their statements. */
export function findOwnViews({script}: Pick<Migration, 'script'>): ReadonlyMap<Statement, Group> {
  const found = new Map<Statement, Group>()
  const {statements} = script
  for (let at = 0; at < statements.length; at++) {
    const group = groupFrom(statements.slice(at))
    if (!group) continue
    for (const statement of group.statements) found.set(statement, group)
    at += group.length - 1
  }
  return found
}

/** A group in the place of its first statement; the others are in it. */
export function changeOfOwnViews(
  {names, statements}: Group,
  {text}: Pick<Migration, 'text'>,
  {settings, source}: Pick<Change, 'settings' | 'source'>
): Change {
  const sql = statements.map(({range}) => text.slice(range.start, range.end))
  const of = names.map((name) => `\`${name}\``).join(', ')
  const title = `Rename ${of}, and leave the migration’s own ${names.length === 1 ? 'view' : 'views'} under the old name`
  return {
    source,
    settings,
    drafts: [shortTransaction({phase: 'expand', title, undoNote: ownDownPart}, sql)]
  }
}

/** What is to be known of it; `undefined`: whoever used the table may use the view as the migration says. */
export function noteOfOwnViews({names, statements}: Group): string | undefined {
  const granted = statements
    .flatMap((statement) => operationsOf(statement))
    .flatMap((each) =>
      each.kind === 'privilege.grant' ? (each.all === true ? names : each.objects.map(({name}) => name)) : []
    )
  const missing = names.filter((name) => !granted.includes(name)).map((name) => `\`${name}\``)
  if (missing.length === 0) return undefined
  return `The migration grants nobody the view ${missing.join(', ')}: releases that do not run as its owner need the rights that they had on the table`
}

/** Where a rename begins it: `length` counts the `BEGIN` and `COMMIT` between, which are no part of it. */
function groupFrom(rest: readonly Statement[]): (Group & {length: number}) | undefined {
  const [first] = rest
  if (!first || !renameOf(first)) return undefined
  const names: string[] = []
  let end = 0
  for (let at = 0; at <= end; at++) {
    const rename = renameOf(rest[at])
    if (!rename) continue
    const view = viewAfter(rest, at, rename)
    if (view === undefined) {
      if (at === 0) return undefined
      continue
    }
    names.push(rename.table.name)
    end = Math.max(end, view)
    // What is said of the view, and the next rename of the same transaction.
    while (isQuiet(rest[end + 1]) && !isAnother(rest, end + 1)) end++
  }
  const statements = rest.slice(0, end + 1).filter((statement) => !isBoundary(statement))
  return {statements, names, length: end + 1}
}

/** A rename that is not followed by a view is for its recipe. */
function isAnother(rest: readonly Statement[], at: number): boolean {
  const rename = renameOf(rest[at])
  return rename !== undefined && viewAfter(rest, at, rename) === undefined
}

/** Where the view of the old name is made, with nothing before it that takes long or that a recipe would change. */
function viewAfter(rest: readonly Statement[], from: number, {table}: Rename): number | undefined {
  for (let at = from + 1; isQuiet(rest[at]) || isBoundary(rest[at]); at++) {
    const [operation] = operationsOf(rest[at])
    if (operation?.kind === 'view.create' && !operation.materialized && isSame(operation.view, table)) return at
  }
  return undefined
}

function renameOf(statement: Statement | undefined): Rename | undefined {
  const [operation] = operationsOf(statement)
  return operation?.kind === 'table.rename' || operation?.kind === 'table.set-schema' ? operation : undefined
}

function isQuiet(statement: Statement | undefined): boolean {
  const operations = operationsOf(statement)
  return operations.length > 0 && operations.every(({kind}) => quiet.has(kind))
}

function isBoundary(statement: Statement | undefined): boolean {
  const [operation] = operationsOf(statement)
  return operation?.kind === 'transaction.begin' || operation?.kind === 'transaction.commit'
}

/** Of a statement that is one command which runs in any case. */
function operationsOf(statement: Statement | undefined): readonly Operation[] {
  const [command, ...others] = statement?.commands ?? []
  if (!statement || !command || others.length > 0 || statement.problems.length > 0) return []
  return command.conditional === true || (command.guards ?? []).length > 0 ? [] : command.operations
}

function isSame(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public')
}
