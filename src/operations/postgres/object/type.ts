import type {
  AlterDomainStmt,
  AlterEnumStmt,
  AlterTypeStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt
} from 'libpg-query'
import type {Operation, OperationFields} from '../../operation.js'
import {toDataType} from '../data-type.js'
import {toExpression} from '../expression.js'
import type {Lowering} from '../lowering.js'
import {existing, operation} from '../lowering.js'
import {nameOfList, toName} from '../name.js'
import {usedIn} from './named.js'
import {allOf, as, strings} from '../node.js'
import type {Source} from '../source.js'
import {cut, findToken, indexAt, insideBrackets, splitAtCommas, wholeOf} from '../source.js'
import {toColumn} from '../table/column.js'
import {toConstraint} from '../table/constraint.js'

/** `CREATE TYPE … AS ENUM`. */
export const createEnum: Lowering<CreateEnumStmt> = ({typeName, vals}, {range}) => [
  operation('type.create', range, {type: nameOfList(typeName), variant: 'enum', values: strings(vals)})
]

/** `CREATE TYPE … AS RANGE`. */
export const createRange: Lowering<CreateRangeStmt> = ({params, typeName}, {range}) => [
  operation('type.create', range, {type: nameOfList(typeName), variant: 'range', uses: usedIn(params)})
]

/** `CREATE TYPE … AS (…)`. */
export const createComposite: Lowering<CompositeTypeStmt> = ({coldeflist, typevar}, source) => {
  const whole = wholeOf(source)
  const open = findToken(whole, ['('])
  const inside = open === -1 ? undefined : insideBrackets(whole, open)
  const parts = inside ? splitAtCommas(inside) : []
  const attributes = allOf(coldeflist, 'ColumnDef').map((column, index) => toColumn(column, parts[index] ?? whole))
  return [operation('type.create', source.range, {type: toName(typevar), variant: 'composite', attributes})]
}

/** `ALTER TYPE … ADD VALUE` and `RENAME VALUE`. */
export const alterEnum: Lowering<AlterEnumStmt> = (node, {range}) => {
  const type = nameOfList(node.typeName)
  const value = node.newVal ?? ''
  if (node.oldVal !== undefined) return [operation('enum.rename-value', range, {type, value: node.oldVal, to: value})]
  const neighbour = node.newValNeighbor
  return [
    operation('enum.add-value', range, {
      type,
      value,
      ...(node.skipIfNewValExists ? {ifNotExists: true} : {}),
      ...(neighbour === undefined ? {} : node.newValIsAfter ? {after: neighbour} : {before: neighbour})
    })
  ]
}

/** `ALTER TYPE … SET (…)`. */
export const alterType: Lowering<AlterTypeStmt> = ({typeName}, {range}) => [
  operation('type.alter', range, {type: nameOfList(typeName), action: 'set'})
]

/** `CREATE DOMAIN`. */
export const createDomain: Lowering<CreateDomainStmt> = (node, source) => {
  if (!node.typeName) return []
  // Defaults, nullability and checks are written as at a column.
  const column = toColumn({...node, colname: ''}, wholeOf(source))
  const fields: OperationFields['domain.create'] = {
    domain: nameOfList(node.domainname),
    baseType: toDataType(node.typeName),
    constraints: column.constraints.map((constraint) => ({...constraint, columns: []}))
  }
  if (column.nullable !== undefined) fields.nullable = column.nullable
  if (column.default) fields.default = column.default
  if (column.collation !== undefined) fields.collation = column.collation
  return [operation('domain.create', source.range, fields)]
}

/** `ALTER DOMAIN`. */
export const alterDomain: Lowering<AlterDomainStmt> = (node, source) => [lowerDomain(node, source)]

function lowerDomain(node: AlterDomainStmt, source: Source): Operation {
  const {range} = source
  const domain = nameOfList(node.typeName)
  const name = node.name ?? ''
  switch (node.subtype) {
    case 'T':
      return setDefault(node, source)
    case 'N':
      return operation('domain.drop-not-null', range, {domain})
    case 'O':
      return operation('domain.set-not-null', range, {domain})
    case 'X':
      return operation('domain.drop-constraint', range, {domain, name, ...existing(node)})
    case 'V':
      return operation('domain.validate-constraint', range, {domain, name})
    default:
      return addConstraint(node, source)
  }
}

function setDefault({def, typeName}: AlterDomainStmt, source: Source): Operation {
  const whole = wholeOf(source)
  const value = def && toExpression(def, cut(whole, findToken(whole, ['DEFAULT']) + 1))
  return operation('domain.set-default', source.range, {domain: nameOfList(typeName), default: value})
}

function addConstraint({def, typeName}: AlterDomainStmt, source: Source): Operation {
  const domain = nameOfList(typeName)
  const definition = as(def, 'Constraint')
  const stretch = cut(wholeOf(source), indexAt(source, definition?.location))
  const constraint = definition && toConstraint(definition, stretch)
  if (!constraint) return operation('other', source.range, {statement: 'alter domain', tables: []})
  return operation('domain.add-constraint', source.range, {domain, constraint: {...constraint, columns: []}})
}
