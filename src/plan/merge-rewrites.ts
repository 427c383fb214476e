/** Several changes that each would write a table anew, made in one copy of it. */
import type {Step} from '../core/analyze.js'
import {columnsIn} from '../knowledge/postgres/expressions/tree.js'
import type {Operation, OperationKind} from '../operations/operation.js'
import {tokenize} from '../parse/postgres/tokens.js'
import {findColumn, sameName} from '../schema/lookup.js'
import type {Change, Origin} from './change.js'
import {haveSame, inputOf, isOn} from './change.js'
import type {PlanRemark} from './plan.js'
import type {Draft} from './recipe.js'
import type {ShadowInput} from './steps.js'

/**
 * Of the operations of a step that a change is made of; `undefined`: it is taken together with no other. On MySQL and
 * MariaDB only new definitions of columns are, each under its name.
 */
export function originOf(step: Step, operations: readonly Operation[]): Origin | undefined {
  const isPostgres = step.session.server.dialect === 'postgres'
  return isPostgres || operations.every((each) => isRedefinition(each, step))
    ? describeOrigin(step, operations)
    : undefined
}

/** A generated column may become a plain one: of the value that an earlier statement has changed. */
function isRedefinition(operation: Operation, {catalog, session}: Step): boolean {
  if (operation.kind !== 'column.modify') return false
  const {column, definition, table} = operation
  const {dialect} = session.server
  const found = session.findTable(catalog, table)
  const before = found && findColumn(dialect, found, column)
  return before !== undefined && before.generated === undefined && sameName(dialect, definition.name, column)
}

function describeOrigin({catalog, command, migration, session}: Step, operations: readonly Operation[]): Origin {
  const cut = ({end, start}: Operation['range']): string => migration.text.slice(start, end)
  const tables = operations.map((each) => ('table' in each ? each.table : undefined))
  const [first] = tables
  const isOne = first !== undefined && tables.every((each) => each?.name === first.name && each.schema === first.schema)
  const hasOwnText = operations.every(({range}) => range.start > command.range.start && range.end > range.start)
  const table = isOne ? session.findTable(catalog, first) : undefined
  const keyed = (table?.indexes ?? [])
    .filter(({unique}) => unique)
    .flatMap(({elements}) => elements.flatMap(({column}) => column?.toLowerCase() ?? []))
  return {
    text: cut(command.range),
    table,
    kinds: operations.map(({kind}) => kind),
    changesKeys: operations.some((operation) => keyed.includes(columnOf(operation)?.toLowerCase() ?? '')),
    parts: hasOwnText ? operations.map((operation) => ({operation, text: cut(operation.range)})) : []
  }
}

/** What a table without rows takes as well as one with rows, and keeps through the swap. */
const pulled: ReadonlySet<OperationKind> = new Set([
  'column.add',
  'column.set-default',
  'column.drop-default',
  'column.drop-not-null',
  'column.set-statistics',
  'column.set-storage',
  'column.set-compression',
  'column.set-parameters',
  'table.set-parameters'
])

/** What may be done before the copy although it is written after parts of it: neither needs the other. */
const besides: ReadonlySet<OperationKind> = new Set([
  'table.create',
  'type.create',
  'index.create',
  'comment.set',
  'column.add'
])

/** A copy that takes in what comes after it. */
interface Growing {
  input: ShadowInput
  origins: Origin[]
  /** Each of them; the last says where the copy stands. */
  changes: Change[]
}

/**
 * Take changes of one table in one migration together. Statements that stand between go into the copy in their order
 * where they are on the table, and are done before it where they have nothing to do with it; any other ends it.
 */
export function mergeRewrites(changes: readonly Change[], remarks: PlanRemark[]): Change[] {
  const result: Change[] = []
  let growing: Growing | undefined
  /** Changes since the last one that was taken in. */
  let between: Change[] = []
  const end = (): void => {
    if (growing) result.push(...grown(growing, remarks))
    result.push(...between)
    growing = undefined
    between = []
  }
  for (const change of changes) {
    // A part that another one of its statement does with it.
    if (change.drafts?.length === 0) continue
    const input = inputOf(change)
    const more = growing && input ? merged(growing, between, change, input) : undefined
    if (more) {
      // What is on another table is done before.
      result.push(...between.filter((each) => !isOn(each, more.input.table)))
      growing = more
      between = []
    } else if (input && change.origin) {
      end()
      growing = {input, origins: [change.origin], changes: [change]}
    } else if (growing && mayStandBetween(change, growing)) between.push(change)
    else {
      end()
      result.push(change)
    }
  }
  end()
  return result
}

function grown({changes, input, origins}: Growing, remarks: PlanRemark[]): Change[] {
  const last = changes.at(-1)
  if (last === undefined || changes.length === 1) return changes
  sayOnce(changes, remarks)
  const text = `${String(changes.length)} changes of \`${input.table.name}\` that each write it anew are made in one copy`
  remarks.push({severity: 'note', text, source: last.source})
  const drafts = (last.drafts ?? []).map((draft): Draft => ({...draft, input}) as Draft)
  const origin = last.origin && {...last.origin, parts: origins.flatMap(({parts}) => parts)}
  return [{...last, origin, drafts}]
}

/** What was said of each copy is said of the one. */
function sayOnce(changes: readonly Change[], remarks: PlanRemark[]): void {
  const isOfThem = ({severity, source}: PlanRemark): boolean =>
    severity === 'note' && changes.some((each) => each.source.file === source?.file && each.source.line === source.line)
  const said = new Set<string>()
  const kept = remarks.filter((remark) => {
    const isAgain = isOfThem(remark) && said.has(remark.text)
    if (isOfThem(remark)) said.add(remark.text)
    return !isAgain
  })
  remarks.splice(0, remarks.length, ...kept)
}

function mayStandBetween(change: Change, {changes: [first], input}: Growing): boolean {
  const {drafts = [], origin} = change
  if (origin === undefined || change.source.file !== first?.source.file) return false
  if (drafts.some(({gate, phase}) => gate !== undefined || phase === 'contract')) return false
  if (!isOn(change, input.table)) {
    const isApart = origin.kinds.length > 0 && origin.kinds.every((kind) => besides.has(kind))
    return isApart && !mentions(origin.text, input.table.name)
  }
  return change.statement !== undefined && origin.parts.length > 0 && origin.parts.every(isPulled)
}

function isPulled({operation}: Origin['parts'][number]): boolean {
  if (operation.kind === 'column.add') {
    // Foreign keys are made by the swap, as those of the old table.
    return operation.column.constraints.every(({type}) => type !== 'foreign-key')
  }
  return pulled.has(operation.kind)
}

function merged(
  {changes, input, origins}: Growing,
  between: readonly Change[],
  change: Change,
  next: ShadowInput
): Growing | undefined {
  const {origin} = change
  const {name, schema} = input.table
  if (origin === undefined || next.table.name !== name || next.table.schema !== schema) return undefined
  if (change.source.file !== changes[0]?.source.file) return undefined
  const inside = between.filter((each) => isOn(each, input.table))
  const own = inside.flatMap((each) => each.origin ?? [])
  // Under another time zone, or another mode, the same text becomes another value.
  if ([...changes, ...inside].some(({settings}) => !haveSame(settings, change.settings))) return undefined
  // Parts of one statement all see the rows as they were before it.
  const before = [...origins, ...own].filter(({text}) => text !== origin.text)
  // Another key may be what is left of each by itself, and none of both together.
  if (origin.changesKeys && before.some(({changesKeys}) => changesKeys)) return undefined
  if (!isIndependent(before, origin) || !isDistinct([...origins, ...own], origin)) return undefined
  if (changesNewDefault([...origins, ...own, origin])) return undefined
  const pulledIn = own.map(({parts}) => `ALTER TABLE {{table}} ${parts.map(({text}) => text).join(', ')}`)
  const finish = [...(input.finish ?? []), ...(next.finish ?? [])]
  if (input.fresh !== undefined || next.fresh !== undefined) return undefined
  const together: ShadowInput = {
    table: input.table,
    changes: [...input.changes, ...pulledIn, ...next.changes],
    columns: {...input.columns, ...next.columns},
    ...(finish.length > 0 && {finish})
  }
  return {input: together, origins: [...origins, ...own, origin], changes: [...changes, change]}
}

/** Whether values that are worked out do not come from columns that the others change: rows are those of the old table. */
function isIndependent(before: readonly Origin[], {parts}: Origin): boolean {
  const changed = new Set(before.flatMap((each) => each.parts.flatMap(({operation}) => columnOf(operation) ?? [])))
  return parts.every(
    ({operation}) =>
      operation.kind !== 'column.set-type' ||
      operation.using === undefined ||
      [...columnsIn(operation.using.tree)].every((column) => !changed.has(column))
  )
}

/** Whether a column gets a default, or loses it, after it was added: rows have the one that it came with. */
function changesNewDefault(origins: readonly Origin[]): boolean {
  const operations = origins.flatMap(({parts}) => parts.map(({operation}) => operation))
  const added = new Set(operations.flatMap((each) => (each.kind === 'column.add' ? [each.column.name] : [])))
  return operations.some(
    (each) => (each.kind === 'column.set-default' || each.kind === 'column.drop-default') && added.has(each.column)
  )
}

/** What gives a column its type. */
const given: ReadonlySet<OperationKind> = new Set(['column.add', 'column.modify', 'column.set-type'])

/** Whether no column is given a type twice: a value would go through one to the other. */
function isDistinct(before: readonly Origin[], origin: Origin): boolean {
  const typed = ({parts}: Origin): string[] =>
    parts.flatMap(({operation}) => (given.has(operation.kind) ? (columnOf(operation)?.toLowerCase() ?? []) : []))
  const known = new Set(before.flatMap(typed))
  return !typed(origin).some((column) => known.has(column))
}

function columnOf(operation: Operation): string | undefined {
  if (operation.kind === 'column.add') return operation.column.name
  return 'column' in operation && typeof operation.column === 'string' ? operation.column : undefined
}

function mentions(text: string, name: string): boolean {
  return tokenize(text).some((token) => token.text.toLowerCase() === name || token.text === `"${name}"`)
}
