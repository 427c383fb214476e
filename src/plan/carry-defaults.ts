/** Defaults of a column whose type a copy changes: the old table keeps its own until the copy takes its place. */
import type {Operation} from '../operations/operation.js'
import {haveSame, inputOf, isOn} from './change.js'
import type {Change} from './change.js'
import type {Draft} from './recipe.js'
import type {ShadowInput} from './steps.js'

interface Copy {
  change: Change
  input: ShadowInput
  /** Columns that get another type. */
  columns: ReadonlySet<string>
}

/** What is the same wherever it stands. */
const literal = /^(?:'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?|true|false|null)$/i

/**
 * Take statements that drop the default before such a copy, and those that set it after it, into the copy: rows that are
 * written meanwhile, and leave the column out, must get what they always did.
 */
export function carryDefaults(changes: readonly Change[]): Change[] {
  const taken = new Set<Change>()
  const carried = new Map<Change, Change>()
  for (const [index, change] of changes.entries()) {
    const input = inputOf(change)
    const columns = typedColumns(change)
    if (input === undefined || columns.size === 0) continue
    const copy = {change, input, columns}
    const earlier = changes.slice(0, index).filter((each) => !taken.has(each))
    const before = nextTo(copy, earlier.reverse(), ({kind}) => kind === 'column.drop-default').reverse()
    const after = nextTo(copy, changes.slice(index + 1), () => true)
    for (const each of [...before, ...after]) taken.add(each)
    const all = [...before.map(clauseOf), ...input.changes, ...after.map(clauseOf)]
    const drafts = change.drafts?.map((draft) => ({...draft, input: {...input, changes: all}}) as Draft)
    carried.set(change, {...change, drafts})
  }
  return changes.filter((each) => !taken.has(each)).map((each) => carried.get(each) ?? each)
}

function typedColumns({origin}: Change): Set<string> {
  const parts = origin?.parts ?? []
  return new Set(parts.flatMap(({operation}) => (operation.kind === 'column.set-type' ? [operation.column] : [])))
}

/** Those that go into the copy: the nearest first, up to one that may need them where they stand. */
function nextTo(copy: Copy, others: readonly Change[], isWanted: (operation: Operation) => boolean): Change[] {
  const found: Change[] = []
  let isFar = false
  for (const other of others) {
    if (other.source.file !== copy.change.source.file || other.origin === undefined) break
    const {kinds, parts} = other.origin
    if (isOn(other, copy.input.table)) {
      const operations = parts.map(({operation}) => operation)
      const isTaken =
        other.statement !== undefined &&
        operations.length > 0 &&
        operations.every((each) => isOfDefault(each, copy) && isWanted(each) && (!isFar || isLiteral(each))) &&
        haveSame(other.settings, copy.change.settings)
      if (!isTaken) break
      found.push(other)
    } else if (other.drafts !== undefined || kinds.length === 0 || !kinds.every((kind) => passed.test(kind))) break
    else isFar = true
  }
  return found
}

/** What has nothing to do with a default that is a literal, or goes. */
const passed = /^(?:type|domain|comment)\.(?:create|rename|alter|set)/

function isOfDefault(operation: Operation, {columns}: Copy): boolean {
  const isOne = operation.kind === 'column.set-default' || operation.kind === 'column.drop-default'
  return isOne && columns.has(operation.column)
}

function isLiteral(operation: Operation): boolean {
  return operation.kind !== 'column.set-default' || literal.test(operation.default.text.trim())
}

function clauseOf({origin}: Change): string {
  return `ALTER TABLE {{table}} ${(origin?.parts ?? []).map(({text}) => text).join(', ')}`
}
