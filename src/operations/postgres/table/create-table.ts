import type {CreateForeignTableStmt, CreateStmt, Node, TableLikeClause} from 'libpg-query'
import type {ColumnDefinition, ConstraintDefinition} from '../../definitions.js'
import type {OperationFields} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOfList, toName} from '../name.js'
import {allOf, as} from '../node.js'
import {toParameters} from '../option.js'
import {toTemporary} from './temporary.js'
import type {Source, Stretch} from '../source.js'
import {cut, findToken, indexAt, insideBrackets, skipName, splitAtCommas, wholeOf} from '../source.js'
import {toColumn} from './column.js'
import {toConstraint} from './constraint.js'
import {toBound, toPartitionBy} from './partition.js'

type CreateTable = OperationFields['table.create']

/** `CREATE TABLE`, also of partitions and typed tables. */
export const createTable: Lowering<CreateStmt> = (node, source) => [
  operation('table.create', source.range, toTable(node, source))
]

/** `CREATE FOREIGN TABLE`. */
export const createForeignTable: Lowering<CreateForeignTableStmt> = ({base, servername}, source) => {
  const table = toTable(base ?? {}, source)
  return [
    operation('table.create', source.range, {
      ...table,
      foreign: true,
      options: {...table.options, server: servername ?? ''}
    })
  ]
}

function toTable(node: CreateStmt, source: Source): CreateTable {
  const table: CreateTable = {
    table: toName(node.relation),
    columns: [],
    constraints: [],
    indexes: [],
    ...toTemporary(node.relation, node.oncommit),
    like: [],
    inherits: [],
    options: toParameters(node.options)
  }
  addElements(table, node, source)
  if (node.relation?.relpersistence === 'u') table.unlogged = true
  if (node.if_not_exists) table.ifNotExists = true
  if (node.tablespacename !== undefined) table.options.tablespace = node.tablespacename
  if (node.accessMethod !== undefined) table.options.using = node.accessMethod
  if (node.ofTypename) table.ofType = nameOfList(node.ofTypename.names)
  if (node.partspec) table.partitionBy = toPartitionBy(node.partspec, wholeOf(source))

  const parents = allOf(node.inhRelations, 'RangeVar').map(toName)
  const [parent] = parents
  if (node.partbound && parent) table.partitionOf = {parent, bound: toBound(node.partbound, wholeOf(source))}
  else table.inherits = parents
  return table
}

/** Elements stand in the tree in the order in which they are written, one for each comma. */
function addElements(table: CreateTable, {relation, tableElts = []}: CreateStmt, source: Source): void {
  const stretches = elementStretches(source, relation?.location, tableElts)
  for (const [index, element] of tableElts.entries()) {
    const stretch = stretches[index] ?? wholeOf(source)
    addElement(table.columns, table.constraints, element, stretch)
    const like = as(element, 'TableLikeClause')
    if (like) table.like.push(toLike(like))
  }
}

function addElement(
  columns: ColumnDefinition[],
  constraints: ConstraintDefinition[],
  element: Node,
  stretch: Stretch
): void {
  const column = as(element, 'ColumnDef')
  if (column) columns.push(toColumn(column, stretch))
  const constraint = as(element, 'Constraint')
  const made = constraint && toConstraint(constraint, stretch)
  if (made) constraints.push(made)
}

/** The parts between the commas of the list after the name, which `OF type` and `PARTITION OF parent` precede. */
function elementStretches(source: Source, location: number | undefined, elements: readonly Node[]): Stretch[] {
  if (elements.length === 0) return []
  const whole = wholeOf(source)
  const name = indexAt(source, location)
  // Inside of `CREATE SCHEMA` the table is no stretch of its own, but its brackets are the next ones.
  const open = findToken(whole, ['('], skipName(whole, name), 0)
  const inside = open === -1 ? undefined : insideBrackets(whole, open)
  return inside ? splitAtCommas(cut(whole, inside.from, inside.to)) : []
}

/** Bits of `LIKE … INCLUDING …`, as in the server's `TableLikeOption`. */
const likeOptions = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage'
]

const likeAll = 0x7fffffff

function toLike({options = 0, relation}: TableLikeClause): CreateTable['like'][number] {
  const source = toName(relation)
  if (options === likeAll) return {source, including: ['all'], excluding: []}
  const has = (bit: number): boolean => (options & (1 << bit)) !== 0
  const including = likeOptions.filter((_, bit) => has(bit))
  // `INCLUDING ALL EXCLUDING x` leaves the higher bits set.
  if ((options & (1 << 20)) === 0) return {source, including, excluding: []}
  return {source, including: ['all'], excluding: likeOptions.filter((_, bit) => !has(bit))}
}
