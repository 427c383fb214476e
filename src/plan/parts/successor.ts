import type {Operation} from '../../operations/operation.js'
import type {ObjectName} from '../../schema/catalog.js'
import type {RecipeView} from '../recipe.js'

type View = Pick<RecipeView, 'migration' | 'session'>

/**
 * Whether the migration itself puts a view or a table in the place of one that it renames: `next`: by the statement right
 * after it, so that both can be done at once; `later`: by another one; `undefined`: it does not.
 */
export function successorOf({range}: Operation, old: ObjectName, view: View): 'next' | 'later' | undefined {
  const later = view.migration.script.statements.filter((statement) => statement.range.start >= range.end)
  const operations = later.map(({commands}) => commands.flatMap((command) => command.operations))
  const index = operations.findIndex((each) => each.some((operation) => takes(operation, old, view)))
  if (index === -1) return undefined
  return index === 0 && operations[0]?.every((operation) => takes(operation, old, view)) === true ? 'next' : 'later'
}

/** Whether the statement right before it has renamed the table whose name this one takes: the second half of a swap. */
export function isSuccessor({range}: Operation, taken: ObjectName, {migration, session}: View): boolean {
  const before = migration.script.statements.filter((statement) => statement.range.end <= range.start).at(-1)
  return (before?.commands ?? []).some(({operations}) =>
    operations.some(
      (operation) =>
        operation.kind === 'table.rename' &&
        isName(
          session.resolve(operation.table, () => false),
          taken
        )
    )
  )
}

function takes(operation: Operation, old: ObjectName, {session}: View): boolean {
  if (operation.kind === 'table.rename') return isName(operation.to, old)
  const name =
    operation.kind === 'view.create' ? operation.view : operation.kind === 'table.create' ? operation.table : undefined
  return (
    name !== undefined &&
    isName(
      session.resolve(name, () => false),
      old
    )
  )
}

/** A new name without a schema is in that of the table. */
function isName({name, schema}: {name: string; schema?: string | undefined}, old: ObjectName): boolean {
  return name === old.name && (schema === undefined || schema === old.schema)
}
