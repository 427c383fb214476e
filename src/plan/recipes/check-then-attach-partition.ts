import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {findRelation} from '../../core/rules/relations.js'
import type {ConstraintDefinition, Name, PartitionBound} from '../../operations/definitions.js'
import type {Table} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import {tableAfter} from '../parts/after.js'
import {constraintSql, unprovedDrafts} from '../parts/constraints.js'
import {buildIndex} from '../parts/indexes.js'
import {boundCondition} from '../parts/partition-bound.js'
import {defaultPartitionOf} from '../parts/partitions.js'
import {indexTailSql} from '../parts/sql.js'
import {keyDrafts} from '../parts/unique.js'
import {defineRecipe} from '../recipe.js'
import type {Draft, RecipeView} from '../recipe.js'

/**
 * A partition that is proved to fit before it is attached: the server then looks at no row of it, nor at one of the
 * default partition, and finds the indexes and foreign keys that it would make.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
 */
export const checkThenAttachPartition = defineRecipe({
  name: 'check-then-attach-partition',
  summary:
    'Prove by constraints that the rows fit, build what the partition must have, then attach it, which takes a moment',
  engines: ['postgres'],
  on: ['partition.attach', 'table.create'],
  plan(operation, view) {
    const attached =
      operation.kind === 'partition.attach'
        ? {parent: operation.table, bound: operation.bound, partition: operation.partition}
        : operation.partitionOf && {...operation.partitionOf, partition: undefined}
    const parent = attached && view.table(attached.parent)
    if (!attached || !parent || view.blocking.length === 0) return undefined
    const condition = boundCondition(parent, attached.bound)
    if (condition === undefined) {
      return {
        unsafe: `No \`CHECK\` can prove the bounds of \`${firstWords(view.text)}\`: the rows are read while others are kept out`
      }
    }
    const proofs = proofsOf(attached, parent, condition, view)
    const parts = attached.partition === undefined ? [] : partsOf(attached.partition, parent, view)
    const full =
      operation.kind === 'table.create' ? view.text : `ALTER TABLE ${quoteFullName(operation.table)} ${view.text}`
    const undo =
      operation.kind === 'table.create'
        ? `DROP TABLE ${quoteFullName(operation.table)}`
        : `ALTER TABLE ${quoteFullName(operation.table)} DETACH PARTITION ${quoteFullName(operation.partition)}`
    const attach = shortTransaction(
      {phase: 'expand', title: 'Attach the partition, which believes the proof', undo: [undo]},
      [full, ...proofs.map(({drop}) => drop)]
    )
    return {drafts: [...proofs.flatMap(({drafts}) => drafts), ...parts, attach]}
  }
})

interface Proof {
  drafts: Draft[]
  /** What is superfluous when the partition is attached. */
  drop: string
}

function proofsOf(
  {bound, partition}: {bound: PartitionBound; partition: Name | undefined; parent: Name},
  parent: Table,
  condition: string,
  view: RecipeView
): Proof[] {
  const isRead = (table: Table | undefined): boolean =>
    view.blocking.some(({relation}) => findRelation(relation, view.catalog, view.session) === table)
  const own = partition && view.table(partition)
  const rest = bound.default === true ? undefined : defaultPartitionOf(parent, view.catalog)
  return [
    ...(partition && (own === undefined || isRead(own)) ? [proof(partition, condition, 'the bounds', view)] : []),
    ...(rest && isRead(rest)
      ? [proof({schema: rest.schema, name: rest.name}, `NOT (${condition})`, 'what is outside of the new bounds', view)]
      : [])
  ]
}

function proof(table: Name, condition: string, what: string, {newName}: RecipeView): Proof {
  const name = newName(table.name, 'bounds')
  return {
    drafts: unprovedDrafts({table, mayGo: true, name, body: `CHECK (${condition})`, what}),
    drop: `ALTER TABLE ${quoteFullName(table)} DROP CONSTRAINT ${quoteName(name)}`
  }
}

/** Indexes, keys and foreign keys that the server would make, with the names that it would give them. */
function partsOf(name: Name, parent: Table, view: RecipeView): Draft[] {
  const before = view.table(name)
  const after = tableAfter(name, view)
  if (!before || !after || before.incomplete === true || parent.incomplete === true) return []
  const added = after.indexes.filter((index) => !before.indexes.some((each) => each.name === index.name))
  const indexes = added.flatMap((index): Draft[] => {
    const key = after.constraints.find((constraint) => constraint.name === index.constraint)
    if (key)
      return keyDrafts({constraint: {...key, references: undefined} satisfies ConstraintDefinition, table: name}, view)
    const tail = indexTailSql(index)
    return tail === undefined ? [] : [buildIndex({table: name, name: index.name, unique: index.unique, tail}, view)]
  })
  const keys = after.constraints
    .filter(({name: own, type}) => type === 'foreign-key' && !before.constraints.some((each) => each.name === own))
    .flatMap((constraint) => {
      const body = constraintSql(constraint)
      const what = `\`${constraint.name}\``
      return body === undefined ? [] : unprovedDrafts({table: name, name: constraint.name, body, what})
    })
  return [...indexes, ...keys]
}

function firstWords(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 60)
}
