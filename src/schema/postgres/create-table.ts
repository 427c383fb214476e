/** `CREATE TABLE` of PostgreSQL. */
import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Column, ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Context} from '../changes/context.js'
import {emptyTable, nameNew, resolveTable} from '../changes/context.js'
import {findType} from '../lookup.js'
import {temporarySchema} from '../session.js'
import {inlineConstraints, makeColumn, makeOwnedSequence} from './columns.js'
import {addConstraints} from './constraints.js'
import {becomePartition, inheritConstraints, mergeColumns} from './inheritance.js'
import {chooseIndexName} from './indexes.js'

type Create = Operation<'table.create'>

/** The table that `CREATE TABLE` makes, with the parts of partitions; the sequences are stored already. */
export function createPostgresTable(operation: Create, context: Context): Table {
  const name = operation.temporary
    ? {schema: temporarySchema, name: operation.table.name}
    : nameNew(context, operation.table)
  const parents = operation.inherits.flatMap((parent) => existing(context, parent))
  const partitioned = operation.partitionOf ? existing(context, operation.partitionOf.parent)[0] : undefined
  const copied = copyLike(operation, context, name)
  const own = [
    ...ofType(operation, context),
    ...copied.columns,
    ...operation.columns.map((column) => makeColumn(context, name, column))
  ]
  const bare: Table = {
    ...emptyTable(name, context.migration),
    ...kindOf(operation, context),
    columns: mergeColumns(partitioned ? [partitioned] : parents, own)
  }
  const definitions = [...copied.constraints, ...operation.columns.flatMap(inlineConstraints), ...operation.constraints]
  // There are no rows yet, so the server validates what says `NOT VALID`.
  const complete = addConstraints(
    context,
    bare,
    definitions.map((definition) => ({...definition, notValid: false}))
  )
  const inherited = parents.reduce((table, parent) => inheritConstraints(parent, table), complete)
  const withCopies = copyIndexes(operation, context, inherited)
  return partitioned ? becomePartition(context, partitioned, withCopies) : withCopies
}

function existing(context: Context, name: {schema?: string | undefined; name: string}): Table[] {
  const found = context.session.findTable(context.catalog, name)
  return found ? [found] : []
}

function kindOf(operation: Create, context: Context): Partial<Table> {
  const {asQuery, foreign, inherits, like, ofType: typed, partitionBy, partitionOf, temporary, unlogged} = operation
  const unknown = [...inherits, ...like.map(({source}) => source), ...(partitionOf ? [partitionOf.parent] : [])].some(
    (name) => context.session.findTable(context.catalog, name) === undefined
  )
  return {
    kind: foreign === true ? 'foreign-table' : partitionBy ? 'partitioned-table' : 'table',
    persistence: temporary ? 'temporary' : unlogged === true ? 'unlogged' : 'permanent',
    inherits: inherits.map((parent) => resolveTable(context, parent)),
    options: operation.options,
    ...(operation.dropsOnCommit === true && {dropsOnCommit: true}),
    ...(partitionBy && {partitionBy}),
    ...(typed && {ofType: context.session.resolve(typed, (name) => context.catalog.types.has(keyOf(name)))}),
    ...(partitionOf && {
      partitionOf: {parent: resolveTable(context, partitionOf.parent), bound: partitionOf.bound}
    }),
    // The columns of a query, and of what is not known, are not known either.
    ...((unknown || asQuery) && {incomplete: true})
  }
}

function ofType(operation: Create, context: Context): Column[] {
  if (asColumns(operation)) return asColumns(operation) ?? []
  if (!operation.ofType) return []
  const {name, schema} = operation.ofType
  const type = findType(context.catalog, context.session, {name, schema, modifiers: [], arrayDimensions: 0})
  if (type?.kind !== 'composite') return []
  return (type.attributes ?? []).map((attribute) => makeColumn(context, type, attribute))
}

function asColumns({asQuery}: Create): Column[] | undefined {
  return asQuery?.columns.map((name) => ({name, type: undefined, notNull: false}))
}

function includes(like: Create['like'][number], word: string): boolean {
  return (like.including.includes(word) || like.including.includes('all')) && !like.excluding.includes(word)
}

/** What `LIKE` copies beside indexes: https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-LIKE */
function copyLike(
  operation: Create,
  context: Context,
  target: ObjectName
): {columns: Column[]; constraints: ConstraintDefinition[]} {
  const columns: Column[] = []
  const constraints: ConstraintDefinition[] = []
  for (const like of operation.like) {
    const source = context.session.findTable(context.catalog, like.source)
    if (!source) continue
    columns.push(...source.columns.map((column) => copyColumn(context, like, column, target)))
    for (const {name, type, columns: used, enforced, expression, noInherit} of source.constraints) {
      if (type === 'not-null') constraints.push({type, name, columns: used, noInherit})
      else if (type === 'check' && includes(like, 'constraints')) {
        constraints.push({type, name, columns: [], expression, noInherit, notEnforced: !enforced})
      }
    }
  }
  return {columns, constraints}
}

function copyColumn(context: Context, like: Create['like'][number], column: Column, target: ObjectName): Column {
  const {collation, comment, compression, generated, identity, name, notNull, storage, type} = column
  if (identity !== undefined && includes(like, 'identity')) makeOwnedSequence(context, target, name)
  return {
    name,
    type,
    notNull,
    ...(collation !== undefined && {collation}),
    ...(column.default && includes(like, 'defaults') && {default: column.default}),
    ...(generated && includes(like, 'generated') && {generated}),
    ...(identity !== undefined && includes(like, 'identity') && {identity}),
    ...(storage !== undefined && includes(like, 'storage') && {storage}),
    ...(compression !== undefined && includes(like, 'compression') && {compression}),
    ...(comment !== undefined && includes(like, 'comments') && {comment})
  }
}

function copyIndexes(operation: Create, context: Context, table: Table): Table {
  let result = table
  for (const like of operation.like) {
    const source = context.session.findTable(context.catalog, like.source)
    if (!source || !includes(like, 'indexes')) continue
    for (const index of source.indexes) {
      const constraint = source.constraints.find(({name}) => name === index.constraint)
      const type = constraint?.type
      const key = type === 'primary-key' || type === 'unique' || type === 'exclusion' ? type : undefined
      const name = chooseIndexName(context, result, index, key)
      result = {
        ...result,
        indexes: [...result.indexes, {...index, name, parent: undefined, constraint: key && name}],
        constraints:
          constraint && key
            ? [...result.constraints, {...constraint, name, indexName: name, inherited: undefined}]
            : result.constraints
      }
    }
  }
  return result
}
