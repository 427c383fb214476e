/** Constraints that are added unproved and proved later. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {inVersions} from '../../server/server.js'
import type {ConstraintDefinition, Name} from '../../operations/definitions.js'
import type {Constraint, Table} from '../../schema/objects.js'
import {longTransaction, shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'
import {tableAfter} from './after.js'
import {partitionsOf} from './partitions.js'
import {constraintBody} from './statement-text.js'

/** The name that a constraint has in the end: its own, or the one that the server would choose. */
export function nameOfConstraint(definition: ConstraintDefinition, table: Name, view: RecipeView): string {
  if (definition.name !== undefined) return definition.name
  const before = view.table(table)?.constraints ?? []
  const made = tableAfter(table, view)?.constraints.filter((each) => !before.includes(each)) ?? []
  const fits = (each: Constraint): boolean =>
    each.type === definition.type &&
    (definition.type === 'check'
      ? each.expression?.text === definition.expression?.text
      : each.columns.join() === definition.columns.join())
  const label = {check: 'check', 'foreign-key': 'fkey', unique: 'key', 'primary-key': 'pkey'}[
    definition.type as 'check'
  ]
  return made.find(fits)?.name ?? view.newName(table.name, ...definition.columns, label)
}

/** A constraint as it is written in the migration, without its name; at a column it names the column too. */
export function writtenConstraint({columns, range, type}: ConstraintDefinition, {migration}: RecipeView): string {
  const body = constraintBody(range === undefined ? '' : migration.text.slice(range.start, range.end))
  if (type !== 'foreign-key' || !/^references\b/i.test(body)) return body
  return `FOREIGN KEY (${columns.map(quoteName).join(', ')}) ${body}`
}

/** A constraint of the catalog as SQL; `undefined` where something of it is not known, or rows need not keep to it. */
export function constraintSql(constraint: Constraint): string | undefined {
  const {columns, deferrable, expression, initiallyDeferred, noInherit, references, type} = constraint
  if (constraint.period === true || !constraint.enforced || !constraint.valid) return undefined
  const deferred = `${deferrable === true ? ' DEFERRABLE' : ''}${initiallyDeferred === true ? ' INITIALLY DEFERRED' : ''}`
  if (type === 'check') {
    if (expression === undefined || expression.text === '') return undefined
    return `CHECK (${expression.text})${noInherit === true ? ' NO INHERIT' : ''}`
  }
  if (type !== 'foreign-key' || references === undefined) return undefined
  const {match, onDelete, onDeleteColumns, onUpdate, table} = references
  const only = onDeleteColumns === undefined ? '' : ` (${onDeleteColumns.map(quoteName).join(', ')})`
  const target = references.columns.length === 0 ? '' : ` (${references.columns.map(quoteName).join(', ')})`
  return (
    `FOREIGN KEY (${columns.map(quoteName).join(', ')}) REFERENCES ${quoteFullName(table)}${target}` +
    (match === undefined || match === 'simple' ? '' : ` MATCH ${match.toUpperCase()}`) +
    (onDelete === undefined ? '' : ` ON DELETE ${onDelete.toUpperCase()}${only}`) +
    (onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`) +
    deferred
  )
}

/** A constraint that goes in the statement by which another one takes its place. */
export interface Replaced {
  name: string
  /** The action that drops it, as it is written: with `IF EXISTS`, or `CASCADE`. */
  drop: string
}

/** What the statement drops of those that are asked for; `undefined`: nothing. */
export function replacedConstraint(
  isAskedFor: (name: string) => boolean,
  {command, migration}: RecipeView
): Replaced | undefined {
  for (const operation of command.operations) {
    if (operation.kind !== 'constraint.drop' || operation.name === undefined || !isAskedFor(operation.name)) continue
    const drop = migration.text.slice(operation.range.start, operation.range.end)
    if (/^DROP\s+CONSTRAINT\s/i.test(drop)) return {name: operation.name, drop}
  }
  return undefined
}

/** How a step that makes a constraint is taken back: where another one goes with it not at all, nor is what was before. */
export function takingPlace(
  replaces: Replaced | undefined,
  statement: string
): {phase: Draft['phase']; undo: readonly string[]; undoNote?: string} {
  if (replaces === undefined) return {phase: 'expand', undo: [statement]}
  return {phase: 'contract', undo: [], undoNote: `\`${replaces.name}\`, whose place it takes, is gone`}
}

interface Unproved {
  table: Name
  only?: boolean | undefined
  /** It may have gone with another one when it is taken back. */
  mayGo?: boolean
  name: string
  /** As SQL, without the name. */
  body: string
  what: string
  /** The constraint whose name it takes when it is proved: until then rows are held to both. */
  replaces?: (Replaced & {meanwhile: string}) | undefined
}

/** Add a constraint for rows to come, then prove it for those that are there. */
export function unprovedDrafts({body, mayGo = false, name, only, replaces, table, what}: Unproved): Draft[] {
  const head = `ALTER TABLE ${only === true ? 'ONLY ' : ''}${quoteFullName(table)}`
  const constraint = quoteName(replaces?.meanwhile ?? name)
  const drop = `${head} DROP CONSTRAINT ${constraint}`
  const undo = mayGo ? `${head} DROP CONSTRAINT IF EXISTS ${constraint}` : drop
  const drafts = [
    shortTransaction({phase: 'expand', title: `Hold new rows to ${what}`, undo: [undo]}, [
      `${head} ADD CONSTRAINT ${constraint} ${body} NOT VALID`
    ]),
    longTransaction({phase: 'expand', title: 'Prove it for the rows that are there', undoNote: 'it changes no data'}, [
      `${head} VALIDATE CONSTRAINT ${constraint}`
    ])
  ]
  if (replaces === undefined) return drafts
  const swap = shortTransaction(
    {title: `Let it take the place of \`${replaces.name}\``, ...takingPlace(replaces, drop)},
    [`${head} ${replaces.drop}`, `${head} RENAME CONSTRAINT ${constraint} TO ${quoteName(name)}`]
  )
  return [...drafts, swap]
}

/**
 * A foreign key of a partitioned table. Before PostgreSQL 18 it cannot be `NOT VALID`: each partition gets its own,
 * and that of the parent takes those over, without looking at a row.
 *
 * https://www.postgresql.org/docs/17/sql-altertable.html, https://www.postgresql.org/docs/18/release-18.html
 */
export function foreignKeyDrafts(key: Unproved, found: Table | undefined, view: RecipeView): Draft[] {
  const knowsUnproved = inVersions(view.version, '>=18') && view.versionAssumed !== true
  if (found?.kind !== 'partitioned-table' || knowsUnproved) return unprovedDrafts(key)
  const leaves = partitionsOf(found, view.catalog).filter(({table}) => table.kind === 'table')
  const head = `ALTER TABLE ${quoteFullName(key.table)}`
  return [
    ...leaves.flatMap(({table: {name, schema}}) => unprovedDrafts({...key, mayGo: true, table: {schema, name}})),
    shortTransaction(
      {
        phase: 'expand',
        title: `Take the keys of the partitions over into one of \`${key.table.name}\``,
        undo: [`${head} DROP CONSTRAINT ${quoteName(key.name)}`]
      },
      [`${head} ADD CONSTRAINT ${quoteName(key.name)} ${key.body}`]
    )
  ]
}
