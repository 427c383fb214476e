/** Keys over an index that is built first. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {ConstraintDefinition, Name} from '../../operations/definitions.js'
import type {Table} from '../../schema/catalog.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'
import {nameOfConstraint} from './constraints.js'
import {buildIndex, partitionIndexes} from './indexes.js'
import type {PartitionIndex} from './indexes.js'
import {notNullDrafts} from './not-null.js'

/** `UNIQUE` or `PRIMARY KEY` that is to be. */
interface Key {
  constraint: ConstraintDefinition
  table: Name
  /** Further actions of the statement that makes it a key, before it: what it takes the place of goes. */
  before?: readonly string[]
  /** `NOT NULL` of its columns is proved by other steps. */
  isProved?: boolean
}

/** Build the index, prove `NOT NULL` where the key is the primary one, and make a key of the index. */
export function keyDrafts({before = [], constraint, isProved = false, table}: Key, view: RecipeView): Draft[] {
  const found = view.table(table)
  const name = nameOfConstraint(constraint, table, view)
  const tail = tailOf(constraint)
  const proofs = constraint.type === 'primary-key' && !isProved ? proofsOf(constraint.columns, table, view) : []
  const [head, quoted] = [`ALTER TABLE ${quoteFullName(table)}`, quoteName(name)]
  const undo = [`${head} DROP CONSTRAINT ${quoted}`]

  if (found?.kind === 'partitioned-table') {
    const elements = constraint.columns.map((column) => ({column}))
    const leaves = partitionIndexes(found, {name, elements}, view).filter((part) => part.table.kind === 'table')
    return [
      ...proofs,
      ...leaves.flatMap((leaf) => leafDrafts(leaf, constraint, view)),
      shortTransaction({phase: 'expand', title: `Make one key of those of the partitions`, undo}, [
        `${head} ${[...before, `ADD CONSTRAINT ${quoted} ${kindOf(constraint)} ${tail}${deferred(constraint)}`].join(', ')}`
      ])
    ]
  }
  const add = `ADD CONSTRAINT ${quoted} ${kindOf(constraint)} USING INDEX ${quoted}${deferred(constraint)}`
  return [
    buildIndex({table, name, unique: true, tail}, view),
    ...proofs,
    shortTransaction({phase: 'expand', title: `Make the index a key`, undo}, [`${head} ${[...before, add].join(', ')}`])
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
        undo: [`ALTER TABLE ${quoteFullName(name)} DROP CONSTRAINT ${quoted}`]
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

/** The primary key that a statement drops beside what it adds. */
export function droppedKey(found: Table | undefined, {command}: RecipeView): string | undefined {
  for (const operation of command.operations) {
    if (operation.kind !== 'constraint.drop') continue
    const constraint = found?.constraints.find(({name}) => name === operation.name)
    if (constraint?.type === 'primary-key' || operation.name === `${found?.name ?? operation.table.name}_pkey`) {
      return operation.name
    }
  }
  return undefined
}
