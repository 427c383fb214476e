import {quoteFullName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import type {ObjectName, Table} from '../../schema/objects.js'
import {leavesOf} from '../parts/partitions.js'
import {defineRecipe} from '../recipe.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'

/**
 * `REINDEX` index by index, each built anew while others read and write.
 *
 * https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
export const reindexConcurrently = defineRecipe({
  name: 'reindex-concurrently',
  summary: 'Build each index anew while others read and write, one after the other',
  engines: ['postgres'],
  on: ['index.reindex'],
  plan(operation, view): Outcome | {unsafe: string} | undefined {
    const {name, tablespace, target} = operation
    if (target === 'system') {
      return {unsafe: 'Unexpected `REINDEX SYSTEM`: the indexes of the system catalogs are never built concurrently'}
    }
    if (tablespace !== undefined) return asStatement(operation)
    const tables = tablesOf(operation, view)
    if (tables === undefined) return asStatement(operation)
    if (target !== 'database' && target !== 'schema' && tables.every((table) => view.isNew(table))) return undefined
    const excluding = tables.flatMap((table) => table.indexes.filter((index) => excludes(table, index.name)))
    const only = target === 'index' ? excluding.find((index) => index.name === name?.name) : undefined
    if (only) return {unsafe: `Unexpected \`REINDEX\` of \`${only.name}\`: ${neverBuilt}`}
    const wanted = (table: Table): string[] =>
      table.indexes
        .filter((index) => (target === 'index' ? index.name === name?.name : !excludes(table, index.name)))
        .map((index) => index.name)
    const indexes = tables.flatMap((table) =>
      (target === 'index' && table.indexes.every((index) => index.name !== name?.name)
        ? partsOf(table, name?.name ?? '', view)
        : wanted(table)
      ).map((index) => ({schema: table.schema, name: index}))
    )
    const isPartial = tables.some(({incomplete}) => incomplete === true)
    const isKnownBare = target === 'table' && !isPartial && indexes.length === 0
    if (isKnownBare) return undefined
    // Tables that nobody has shown may be there too.
    if (isPartial || indexes.length === 0) return asStatement(operation)
    const left = target === 'index' ? [] : excluding.map((index) => `\`${index.name}\` is left as it is: ${neverBuilt}`)
    return {
      drafts: indexes.map(toDraft),
      notes: ['Indexes of out-of-line values (TOAST) are left as they are', ...left]
    }
  }
})

const neverBuilt = 'the index of an exclusion constraint is never built concurrently'

function excludes({constraints, indexes}: Table, name: string): boolean {
  const owner = indexes.find((index) => index.name === name)?.constraint
  return constraints.some((constraint) => constraint.name === owner && constraint.type === 'exclusion')
}

/** The tables that hold the indexes; `undefined` where the catalog does not know them. */
function tablesOf(
  {name, target}: Operation<'index.reindex'>,
  {catalog, session, table}: RecipeView
): Table[] | undefined {
  if (target === 'schema' || target === 'database') {
    return [...catalog.tables.values()].filter(
      ({indexes, kind, schema}) =>
        kind !== 'partitioned-table' && indexes.length > 0 && (target === 'database' || schema === name?.name)
    )
  }
  if (name === undefined) return undefined
  const owner =
    target === 'table'
      ? table(name)
      : ownerOf(
          session.resolve(name, (each) => catalog.indexes.has(keyOf(each)), catalog),
          catalog
        )
  return owner && leavesOf(owner, catalog)
}

function ownerOf(index: ObjectName, {indexes, tables}: RecipeView['catalog']): Table | undefined {
  const owner = indexes.get(keyOf(index))
  return owner && tables.get(keyOf(owner))
}

/** Of a partition: the parts of an index of a table above it. */
function partsOf(table: Table, above: string, {catalog}: RecipeView): string[] {
  const isPart = (index: Table['indexes'][number]): boolean => {
    for (let parent = index.parent; parent !== undefined;) {
      if (parent.name === above) return true
      const name = parent.name
      parent = ownerOf(parent, catalog)?.indexes.find((each) => each.name === name)?.parent
    }
    return false
  }
  return table.indexes.filter(isPart).map(({name}) => name)
}

function toDraft(index: ObjectName): Draft {
  return {
    phase: 'expand',
    kind: 'index-reindex-concurrently',
    title: `Build \`${index.name}\` anew while others read and write`,
    input: {index},
    undo: [],
    undoNote: 'the index is the same as before'
  }
}

/** What the catalog does not know is left to the server, which does one index after the other too. */
function asStatement({name, tablespace, target}: Operation<'index.reindex'>): Outcome {
  const options = tablespace === undefined ? '' : `(TABLESPACE ${quoteFullName({name: tablespace})}) `
  const what = name === undefined ? '' : ` ${quoteFullName(name)}`
  const statement = `REINDEX ${options}${target.toUpperCase()} CONCURRENTLY${what}`
  return {
    drafts: [
      {
        phase: 'expand',
        kind: 'statement',
        title: `Build the indexes anew while others read and write`,
        input: {statement},
        undo: [],
        undoNote: 'the indexes are the same as before'
      }
    ],
    notes: ['Cut off, it leaves invalid indexes whose names end in `_ccnew`: drop them']
  }
}
