/** Tables that a migration copies into new ones, which then take their names: found by the statements that do it. */
import type {Migration} from '../../migrations/migration.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Found, HandCopy, Plain} from './copy.js'
import {isSameName} from './names.js'
import {rolesOf} from './roles.js'

/**
 * Find all: a table is made, filled from another one, and renamed to what that was called, after that one went.
 *
 * @param tableOfIndex The table that an index is of, before the migration.
 */
export function findHandCopies({script, text}: Migration, tableOfIndex: (index: Name) => Name | undefined): HandCopy[] {
  const statements = script.statements.map((statement): Plain => {
    const [command, ...more] = statement.commands
    const isPlain =
      command?.range.start === statement.range.start &&
      more.length === 0 &&
      statement.problems.length === 0 &&
      command.conditional !== true &&
      (command.guards ?? []).length === 0
    const {end, start} = statement.range
    return {statement, operations: isPlain ? command.operations : [], text: text.slice(start, end)}
  })
  return statements.flatMap((_, index) => {
    const found = findAt(statements, index)
    return found ? [{...found, ...rolesOf(statements, found, tableOfIndex)}] : []
  })
}

/** The copy that ends with the renaming at an index. */
function findAt(statements: readonly Plain[], renamed: number): Found | undefined {
  const [rename, ...more] = statements[renamed]?.operations ?? []
  if (rename?.kind !== 'table.rename' || more.length > 0) return undefined
  const {table: fresh, to: old} = rename
  const last = (from: number, test: (operation: Operation) => boolean): number =>
    statements.slice(0, from).findLastIndex(({operations}) => operations.some(test))
  const readsOld = (reads: readonly Name[]): boolean =>
    reads.some((read) => isSameName(read, {name: old.name, schema: old.schema ?? fresh.schema}))
  const isMade = (each: Operation): boolean =>
    each.kind === 'table.create' && !each.temporary && isSameName(each.table, fresh)
  const isFilled = (each: Operation): boolean =>
    (each.kind === 'rows.insert' && isSameName(each.table, fresh) && readsOld(each.reads)) ||
    (each.kind === 'table.create' && isMade(each) && each.asQuery?.withData === true && readsOld(each.asQuery.reads))
  const made = last(renamed, isMade)
  const filled = last(renamed, isFilled)
  const gone = last(renamed, (each) => isGone(each, old))
  // A table may be made with its rows in it.
  if (made === -1 || filled < made || gone <= filled) return undefined
  const going = statements[gone]?.operations.find((each) => isGone(each, old))
  const kept =
    going?.kind === 'table.rename'
      ? going.to
      : going?.kind === 'table.set-schema'
        ? {schema: going.schema, name: old.name}
        : undefined
  return {old: {...old, schema: old.schema ?? fresh.schema}, fresh, kept, made, filled, gone, renamed}
}

function isGone(operation: Operation, old: Name): boolean {
  const isOne =
    operation.kind === 'table.drop' || operation.kind === 'table.rename' || operation.kind === 'table.set-schema'
  return isOne && isSameName(operation.table, old)
}
