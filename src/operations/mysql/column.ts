import type {ColumnAttribute, ColumnSyntax} from '../../parse/mysql/syntax/table.js'
import type {ColumnDefinition, ConstraintDefinition} from '../definitions.js'
import {lowerDataType} from './data-type.js'
import {lowerCheck, lowerReference} from './key.js'

/** Turn a column's attributes, in any order, into its definition. */
export function lowerColumn(syntax: ColumnSyntax): ColumnDefinition {
  const column: ColumnDefinition = {
    name: syntax.name,
    type: syntax.type && lowerDataType(syntax.type),
    constraints: [],
    range: syntax.range
  }
  if (syntax.type?.keyword === 'SERIAL') lowerSerial(column, syntax)
  for (const attribute of syntax.attributes) lowerAttribute(column, attribute)
  return column
}

/** `SERIAL` and `SERIAL DEFAULT VALUE`: https://dev.mysql.com/doc/refman/9.7/en/numeric-type-syntax.html */
function lowerSerial(column: ColumnDefinition, {range}: Pick<ColumnSyntax, 'range'>): void {
  column.nullable = false
  column.autoIncrement = true
  addKey(column, 'unique', range)
}

function addKey(column: ColumnDefinition, type: 'primary-key' | 'unique', range: ConstraintDefinition['range']): void {
  column.constraints.push({type, columns: [column.name], range})
}

function lowerAttribute(column: ColumnDefinition, attribute: ColumnAttribute): void {
  switch (attribute.kind) {
    case 'nullable':
      column.nullable = attribute.nullable
      break
    case 'default':
      column.default = {text: attribute.value.text}
      break
    case 'on-update':
      column.onUpdate = {text: attribute.value.text}
      break
    case 'generated':
      column.generated = {expression: {text: attribute.expression.text}, storage: attribute.storage}
      break
    case 'auto-increment':
      column.autoIncrement = true
      break
    case 'primary-key':
    case 'unique':
      addKey(column, attribute.kind, attribute.range)
      break
    case 'serial-default':
      lowerSerial(column, attribute)
      break
    case 'invisible':
      column.invisible = attribute.invisible
      break
    case 'compressed':
      column.compressed = true
      break
    case 'system-versioning':
      column.withoutSystemVersioning = !attribute.with
      break
    case 'row-period':
      column.generated = {expression: {text: `ROW ${attribute.edge.toUpperCase()}`}, storage: 'stored'}
      break
    case 'check':
      column.constraints.push(lowerCheck(attribute))
      break
    case 'references':
      column.constraints.push({
        type: 'foreign-key',
        name: attribute.name,
        columns: [column.name],
        references: lowerReference(attribute.references),
        range: attribute.range
      })
      break
    default:
      lowerText(column, attribute.kind, attribute.value)
  }
}

function lowerText(column: ColumnDefinition, kind: string, value: string): void {
  if (kind === 'comment') column.comment = value
  else if (kind === 'storage') column.storage = value
  else if (kind === 'srid' && column.type) column.type.srid = value
  else if (kind === 'collate') {
    column.collation = value.toLowerCase()
    if (column.type) column.type.collation = column.collation
  }
}
