/** Keys over an index that is built first. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {ConstraintDefinition, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'
import {nameOfConstraint, replacedConstraint, takingPlace} from './constraints.js'
import type {Replaced} from './constraints.js'
import {buildIndex, partitionIndexes} from './indexes.js'
import type {PartitionIndex} from './indexes.js'
import {notNullDrafts} from './not-null.js'

/** `UNIQUE` or `PRIMARY KEY` that is to be. */
interface Key {
  constraint: ConstraintDefinition
  table: Name
  /** The constraint whose place it takes: it goes in the statement that makes this one a key. */
  replaces?: Replaced | undefined
  /** `NOT NULL` of its columns is proved by other steps. */
  isProved?: boolean
}

/** Build the index, prove `NOT NULL` where the key is the primary one, and make a key of the index. */
export function keyDrafts({constraint, isProved = false, replaces, table}: Key, view: RecipeView): Draft[] {
  const found = view.table(table)
  const name = nameOfConstraint(constraint, table, view)
  const before = replaces === undefined ? [] : [replaces.drop]
  const tail = tailOf(constraint)
  const proofs = constraint.type === 'primary-key' && !isProved ? proofsOf(constraint.columns, table, view) : []
  const [head, quoted] = [`ALTER TABLE ${quoteFullName(table)}`, quoteName(name)]
  const about = takingPlace(replaces, `${head} DROP CONSTRAINT ${quoted}`)

  if (found?.kind === 'partitioned-table') {
    const elements = constraint.columns.map((column) => ({column}))
    const leaves = partitionIndexes(found, {name, elements}, view).filter((part) => part.table.kind === 'table')
    return [
      ...proofs,
      ...leaves.flatMap((leaf) => leafDrafts(leaf, constraint, view)),
      shortTransaction({title: `Make one key of those of the partitions`, ...about}, [
        `${head} ${[...before, `ADD CONSTRAINT ${quoted} ${kindOf(constraint)} ${tail}${deferred(constraint)}`].join(', ')}`
      ])
    ]
  }
  // The server gives it the name of the constraint.
  const index = replaces?.name === name ? view.newName(name, 'new') : name
  const add = `ADD CONSTRAINT ${quoted} ${kindOf(constraint)} USING INDEX ${quoteName(index)}${deferred(constraint)}`
  return [
    buildIndex({table, name: index, unique: true, tail}, view),
    ...proofs,
    shortTransaction({title: `Make the index a key`, ...about}, [`${head} ${[...before, add].join(', ')}`])
  ]
}

/** `NOT NULL` for the columns of a primary key that are not yet. */
export function proofsOf(columns: readonly string[], table: Name, view: RecipeView): Draft[] {
  const found = view.table(table)
  return columns
    .filter((column) => found?.columns.find(({name}) => name === column)?.notNull !== true)
    .flatMap((column) => notNullDrafts({table, column}, view))
}

function leafDrafts({index, table}: PartitionIndex, constraint: ConstraintDefinition, view: RecipeView): Draft[] {
  const name = {schema: table.schema, name: table.name}
  const quoted = quoteName(index)
  return [
    buildIndex({table: name, name: index, unique: true, tail: tailOf(constraint)}, view),
    shortTransaction(
      {
        phase: 'expand',
        title: `Make it a key of \`${table.name}\``,
        // It has gone with the key of the whole.
        undo: [`ALTER TABLE ${quoteFullName(name)} DROP CONSTRAINT IF EXISTS ${quoted}`]
      },
      [
        `ALTER TABLE ${quoteFullName(name)} ADD CONSTRAINT ${quoted} ${kindOf(constraint)} USING INDEX ${quoted}${deferred(constraint)}`
      ]
    )
  ]
}

function kindOf({type}: ConstraintDefinition): string {
  return type === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE'
}

/** What stands after the table in `CREATE INDEX`. */
function tailOf({columns, include = [], index, nullsNotDistinct}: ConstraintDefinition): string {
  const storage = Object.entries(index?.options ?? {}).map(([option, value]) => `${option} = ${value}`)
  return [
    `(${columns.map(quoteName).join(', ')})`,
    ...(include.length === 0 ? [] : [`INCLUDE (${include.map(quoteName).join(', ')})`]),
    ...(nullsNotDistinct === true ? ['NULLS NOT DISTINCT'] : []),
    ...(storage.length === 0 ? [] : [`WITH (${storage.join(', ')})`])
  ].join(' ')
}

function deferred({deferrable, initiallyDeferred}: ConstraintDefinition): string {
  return `${deferrable === true ? ' DEFERRABLE' : ''}${initiallyDeferred === true ? ' INITIALLY DEFERRED' : ''}`
}

/** The constraint that a statement drops beside the key that it adds in its place. */
export function replacedKey({constraint, table}: Operation<'constraint.add'>, view: RecipeView): Replaced | undefined {
  if (constraint.type !== 'primary-key') return replacedConstraint((name) => name === constraint.name, view)
  const found = view.table(table)
  const isPrimary = (name: string): boolean =>
    found?.constraints.find((each) => each.name === name)?.type === 'primary-key' ||
    name === `${found?.name ?? table.name}_pkey`
  return replacedConstraint(isPrimary, view)
}
