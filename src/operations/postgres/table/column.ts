import type {ColumnDef, Constraint} from 'libpg-query'
import type {ColumnDefinition, ConstraintDefinition} from '../../definitions.js'
import {toDataType} from '../data-type.js'
import {toExpression} from '../expression.js'
import {allOf, strings} from '../node.js'
import type {Stretch} from '../source.js'
import {cut, findToken, indexAt, insideBrackets, rangeOf, tokenAt} from '../source.js'
import {toConstraint} from './constraint.js'

/** A column as it is defined in `CREATE TABLE` or `ADD COLUMN`. */
export function toColumn(column: ColumnDef, stretch: Stretch): ColumnDefinition {
  const {collClause, compression, storage_name, typeName} = column
  const definition: ColumnDefinition = {
    name: column.colname ?? '',
    type: typeName && toDataType(typeName),
    constraints: [],
    range: rangeOf(stretch)
  }
  if (collClause) definition.collation = strings(collClause.collname).join('.')
  if (storage_name !== undefined) definition.storage = storage_name.toLowerCase()
  if (compression !== undefined) definition.compression = compression
  // `serial` and a primary key make the column `NOT NULL`, but that is not written here.
  const boundaries = findBoundaries(column)
  for (const constraint of allOf(column.constraints, 'Constraint')) {
    addConstraint(definition, constraint, constraintStretch(constraint, boundaries, stretch))
  }
  return definition
}

function addConstraint(definition: ColumnDefinition, constraint: Constraint, written: Stretch): void {
  const expression = constraint.raw_expr
  switch (constraint.contype) {
    case 'CONSTR_NULL':
      definition.nullable = true
      break
    case 'CONSTR_NOTNULL':
      definition.nullable = false
      // Since PostgreSQL 18 it is an object with a name and options of its own.
      if (constraint.conname !== undefined || constraint.is_no_inherit) pushConstraint(definition, constraint, written)
      break
    case 'CONSTR_DEFAULT':
      if (expression) definition.default = toExpression(expression, afterWord(written, 'DEFAULT'))
      break
    case 'CONSTR_IDENTITY':
      definition.identity = constraint.generated_when === 'd' ? 'by-default' : 'always'
      break
    case 'CONSTR_GENERATED':
      if (expression) {
        definition.generated = {
          expression: toExpression(expression, findGenerated(written)),
          storage: storageOf(written)
        }
      }
      break
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED':
    case 'CONSTR_ATTR_ENFORCED':
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
    case 'CONSTR_ATTR_NOT_ENFORCED':
    case 'CONSTR_ATTR_IMMEDIATE':
      addAttribute(definition.constraints.at(-1), constraint.contype)
      break
    default:
      pushConstraint(definition, constraint, written)
  }
}

function pushConstraint(definition: ColumnDefinition, constraint: Constraint, stretch: Stretch): void {
  const made = toConstraint(constraint, stretch, definition.name)
  if (made) definition.constraints.push(made)
}

/** At a column, the attributes of a constraint are nodes of their own that follow it. */
function addAttribute(constraint: ConstraintDefinition | undefined, type: Constraint['contype']): void {
  if (!constraint) return
  if (type === 'CONSTR_ATTR_DEFERRABLE') constraint.deferrable = true
  if (type === 'CONSTR_ATTR_NOT_ENFORCED') constraint.notEnforced = true
  if (type === 'CONSTR_ATTR_DEFERRED') {
    constraint.deferrable = true
    constraint.initiallyDeferred = true
  }
}

/** Where the parts of a column's definition begin, that can follow one another in any order. */
function findBoundaries({collClause, constraints}: ColumnDef): number[] {
  // `DEFERRABLE` and the like belong to the constraint before them.
  const places = allOf(constraints, 'Constraint')
    .filter(({contype}) => !contype?.startsWith('CONSTR_ATTR_'))
    .map(({location}) => location ?? 0)
  if (collClause) places.push(collClause.location ?? 0)
  return places.sort((a, b) => a - b)
}

/** A constraint of a column reaches to the next part. */
function constraintStretch({location}: Constraint, boundaries: number[], stretch: Stretch): Stretch {
  const {source} = stretch
  const start = location ?? 0
  const next = boundaries[boundaries.indexOf(start) + 1]
  return cut(stretch, indexAt(source, start), next === undefined ? stretch.to : indexAt(source, next))
}

/** What follows a word, which may come after `CONSTRAINT name`. */
function afterWord(stretch: Stretch, word: string): Stretch | undefined {
  const index = findToken(stretch, [word])
  return index === -1 ? undefined : cut(stretch, index + 1)
}

function findGenerated(stretch: Stretch): Stretch | undefined {
  const open = findToken(stretch, ['('])
  return open === -1 ? undefined : insideBrackets(stretch, open)
}

/** The tree says `VIRTUAL` also where nothing is written, which older servers refuse. */
function storageOf(stretch: Stretch): 'stored' | 'virtual' | undefined {
  const last = tokenAt(stretch, findToken(stretch, ['STORED', 'VIRTUAL']))
  if (!last) return undefined
  return last.text === 'STORED' ? 'stored' : 'virtual'
}
