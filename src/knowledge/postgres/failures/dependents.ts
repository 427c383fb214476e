/** What cannot be dropped or changed as long as something hangs on it: SQLSTATE 2BP01 and 0A000. */
import type {Name} from '../../../operations/definitions.js'
import {keyOf, type Constraint, type Index, type ObjectName, type Table} from '../../../schema/objects.js'
import {temporarySchema} from '../../../schema/session.js'
import {indexOfKey, referencedIndex} from '../../../schema/postgres/referenced-index.js'
import type {Judgement} from '../../effect.js'
import {columnsIn} from '../expressions/tree.js'
import {manual} from '../fact.js'
import {isSame, targetAt, targetOf as meantBy, type Scene, type Target} from '../look.js'
import {typeUsers} from '../roles/users.js'

type Failure = NonNullable<Judgement['failure']>

/** @param user A relative clause. */
const hanging = (what: string, user: string, instead = 'that to be dropped first'): Failure => ({
  message: `Unexpected ${what}, ${user}, expected ${instead}`,
  reason: 'other-object',
  source: manual('ddl-depend')
})

/** The failure of a drop without CASCADE, or of another type for a column, by what is known to use it. */
export function failingByDependents(scene: Scene): Judgement['failure'] {
  const {operation} = scene
  if ('cascade' in operation && operation.cascade === true) return undefined
  switch (operation.kind) {
    case 'column.set-type': {
      const {table} = targetOf(scene, operation.table)
      const user = table && (userOfColumn(table, operation.column, scene) ?? triggerOf(table, operation.column))
      return user === undefined
        ? undefined
        : hanging(
            `type change of \`${operation.column}\``,
            `which ${user} uses`,
            'that to be dropped first and made again after'
          )
    }
    case 'column.drop': {
      const {table} = targetOf(scene, operation.table)
      const user = table && userOfDroppedColumn(table, operation.column, scene)
      return user === undefined ? undefined : dropped(`\`${operation.column}\``, user)
    }
    case 'table.drop':
      return failingDrop(operation.table, scene)
    case 'view.drop':
      return failingDrop(operation.view, scene)
    case 'constraint.drop': {
      const {table} = targetOf(scene, operation.table)
      const {name} = operation
      const index = table && name !== undefined ? indexOfKey(table, name) : undefined
      const user =
        table && index !== undefined && isOnlyKey(table, index)
          ? foreignKeyUpon(table, scene, (each) => each === index)
          : undefined
      return user === undefined ? undefined : dropped(`\`${name}\``, user)
    }
    case 'type.drop':
    case 'domain.drop': {
      const [user] = typeUsers(scene).filter(({table}) => table !== undefined)
      const {name} = operation.kind === 'type.drop' ? operation.type : operation.domain
      return user && dropped(`\`${name}\``, `of which \`${user.name.name}\` has a column`)
    }
    case 'function.drop': {
      const name = scene.session.resolve(operation.function, (candidate) =>
        scene.catalog.routines.has(keyOf(candidate))
      )
      // Of several with one name nothing tells which one the trigger calls.
      const isOnly = operation.ifExists !== true && scene.catalog.routines.get(keyOf(name))?.length === 1
      const [user] = isOnly ? (scene.catalog.triggerUsers.get(keyOf(name)) ?? []) : []
      return user && dropped(`\`${name.name}\``, `which a trigger of \`${user.name}\` calls`)
    }
    default:
      return undefined
  }
}

const dropped = (what: string, user: string): Failure => hanging(`drop of ${what} without \`CASCADE\``, user)

function failingDrop(name: Name, scene: Scene): Judgement['failure'] {
  const {catalog} = scene
  const {name: resolved, table} = targetOf(scene, name)
  if (!table) return undefined
  const isGone = droppedBeside(scene)
  const key = keyOf(resolved)
  const reader = catalog.readers.get(key)?.find((view) => !isGone(view))
  if (reader) return dropped(`\`${resolved.name}\``, `which the view \`${reader.name}\` reads`)
  const mentioning = catalog.mentions
    .get(key)
    ?.find(
      (other) => !isSame(other, resolved) && !isGone(other) && surelyMentions(targetAt(scene, other).table, resolved)
    )
  if (mentioning) return dropped(`\`${resolved.name}\``, `which a policy or a rule of \`${mentioning.name}\` names`)
  const child = catalog.children
    .get(key)
    ?.find((other) => !isGone(other) && targetAt(scene, other).table?.partitionOf === undefined)
  if (child) return dropped(`\`${resolved.name}\``, `from which \`${child.name}\` inherits`)
  const referencing = foreignKeyUpon(table, scene, () => true, isGone)
  return referencing === undefined ? undefined : dropped(`\`${resolved.name}\``, referencing)
}

/** What a name means for certain: that of another schema than those that are looked in is a guess. */
function targetOf(scene: Scene, name: Name): Target {
  const {name: resolved, table} = meantBy(scene, name)
  const isGuess =
    name.schema === undefined &&
    resolved.schema !== temporarySchema &&
    !scene.session.searchPath().includes(resolved.schema)
  return {name: resolved, table: isGuess ? undefined : table}
}

/** Of several of the same columns nothing tells which one a foreign key was made for. */
function isOnlyKey({indexes}: Table, name: string): boolean {
  const columns = (index: Index): string => JSON.stringify(index.elements.map(({column}) => column ?? '').sort())
  const key = indexes.find((index) => index.name === name)
  return key !== undefined && indexes.filter((index) => index.unique && columns(index) === columns(key)).length === 1
}

/** Of a policy that was altered nothing tells what it still looks at. */
function surelyMentions(table: Table | undefined, name: ObjectName): boolean {
  const {policyUses = [], rules = []} = table ?? {}
  const isAltered = (policy: string): boolean => policyUses.filter((each) => each.policy === policy).length > 1
  return (
    rules.some(({mentions}) => mentions.some((each) => isSame(each, name))) ||
    policyUses.some(({policy, reads}) => !isAltered(policy) && reads.some((each) => isSame(each, name)))
  )
}

/** Whether a relation goes with the same statement. */
function droppedBeside(scene: Scene): (name: ObjectName) => boolean {
  const gone = scene.command.operations.flatMap((operation) =>
    operation.kind === 'table.drop' || operation.kind === 'view.drop'
      ? [targetOf(scene, operation.kind === 'table.drop' ? operation.table : operation.view).name]
      : []
  )
  const isGone = (name: ObjectName): boolean => {
    if (gone.some((each) => isSame(each, name))) return true
    const parent = targetAt(scene, name).table?.partitionOf?.parent
    return parent !== undefined && isGone(parent)
  }
  return isGone
}

/** As a relative clause, what uses a column for certain: a view, a trigger, a column computed from it, a foreign key to it. */
function userOfDroppedColumn(table: Table, column: string, scene: Scene): string | undefined {
  const user = userOfColumn(table, column, scene) ?? triggerOf(table, column)
  if (user !== undefined) return `which ${user} uses`
  const computed = scene.version >= 15 ? computedFrom(table, column, scene) : undefined
  if (computed !== undefined) return `which the generated column \`${computed}\` uses`
  return foreignKeyUpon(table, scene, (_index, columns) => columns.includes(column))
}

/** Columns that the statement drops before are not in the way. */
function computedFrom(table: Table, column: string, {command, operation}: Scene): string | undefined {
  const before = command.operations.slice(0, command.operations.indexOf(operation))
  const gone = before.flatMap((other) =>
    other.kind === 'column.drop' || other.kind === 'column.drop-expression' ? [other.column] : []
  )
  return table.columns.find(
    ({generated, name}) => generated && !gone.includes(name) && columnsIn(generated.expression.tree).has(column)
  )?.name
}

function userOfColumn(table: Table, column: string, scene: Scene): string | undefined {
  const view = scene.catalog.readers.get(keyOf(table))?.find((name) => certainlyUses(name, column, table, scene))
  return view && `the view \`${view.name}\``
}

/** Whether a view names a column that only this relation of those that it reads can have. */
function certainlyUses(view: ObjectName, column: string, of: Table, scene: Scene): boolean {
  const {table} = targetAt(scene, view)
  if (table?.uses?.ofRelations?.includes(column) !== true) return false
  return (table.reads ?? []).every((read) => isSame(read, of) || lacks(targetAt(scene, read).table, column))
}

/** Whether a relation is known not to have a column. */
function lacks(table: Table | undefined, column: string): boolean {
  if (!table) return false
  const isListed = table.incomplete !== true || (isView(table) && table.columns.length > 0)
  return isListed && table.columns.every(({name}) => name !== column)
}

const isView = ({kind}: Table): boolean => kind === 'view' || kind === 'materialized-view'

function triggerOf({triggers}: Table, column: string): string | undefined {
  const trigger = triggers.find(({columns}) => columns?.includes(column))
  return trigger && `the trigger \`${trigger.name}\``
}

/** As a relative clause, a foreign key that hangs on an index of the table and does not go with the statement. */
function foreignKeyUpon(
  table: Table,
  scene: Scene,
  test: (index: string | undefined, columns: readonly string[]) => boolean,
  isGone: (name: ObjectName) => boolean = () => false
): string | undefined {
  const {catalog, command} = scene
  for (const name of catalog.referencing.get(keyOf(table)) ?? []) {
    if (isGone(name)) continue
    const from = targetAt(scene, name).table
    const key = from?.constraints.find((each) => {
      if (each.type !== 'foreign-key' || !each.references || !isSame(each.references.table, table)) return false
      const index = referencedIndex(each, table)
      const columns = index?.elements.flatMap((element) => element.column ?? []) ?? []
      return test(index?.name, columns) && !isDroppedWith(each, from, table, scene)
    })
    if (key) {
      const isSelf = from !== undefined && isSame(from, table)
      if (isSelf && command.operations.some(({kind}) => kind === 'table.drop')) continue
      return `to which the foreign key \`${key.name}\` of \`${name.name}\` points`
    }
  }
  return undefined
}

/** A foreign key of a table to itself goes before, or with one of its own columns. */
function isDroppedWith(key: Constraint, from: Table, table: Table, {command}: Scene): boolean {
  if (!isSame(from, table)) return false
  return command.operations.some(
    (other) =>
      (other.kind === 'constraint.drop' && other.name === key.name) ||
      (other.kind === 'column.drop' && key.columns.includes(other.column))
  )
}
