import type {Constraint} from 'libpg-query'
import type {ConstraintDefinition, ConstraintType, IndexDefinition, Reference} from '../../definitions.js'
import {toExpression} from '../expression.js'
import {toName} from '../name.js'
import {as, itemsOf, strings} from '../node.js'
import {toParameters} from '../option.js'
import type {Stretch} from '../source.js'
import {cut, findToken, insideBrackets, rangeOf} from '../source.js'
import {toIndexElement} from './index-element.js'

const types: Partial<Record<NonNullable<Constraint['contype']>, ConstraintType>> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not-null'
}

const actions: Record<string, string> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default'
}

const matches: Record<string, string> = {f: 'full', p: 'partial', s: 'simple'}

/**
 * A constraint of a table, a column or a domain; `undefined` for what is none (defaults, `NULL`, …).
 *
 * @param column The column that it is written at.
 */
export function toConstraint(
  constraint: Constraint,
  stretch: Stretch,
  column?: string
): ConstraintDefinition | undefined {
  const type = types[constraint.contype ?? 'CONSTR_NULL']
  if (type === undefined) return undefined

  const definition: ConstraintDefinition = {type, columns: columnsOf(constraint, column), range: rangeOf(stretch)}
  if (constraint.conname !== undefined) definition.name = constraint.conname
  if (constraint.raw_expr) definition.expression = toExpression(constraint.raw_expr, findCondition(stretch))
  if (constraint.pktable) definition.references = toReference(constraint)
  if (constraint.skip_validation) definition.notValid = true
  // Only checks and foreign keys can be not enforced, and the grammar says of them that they are.
  if ((type === 'check' || type === 'foreign-key') && !constraint.is_enforced) {
    definition.notEnforced = true
    delete definition.notValid
  }
  if (constraint.is_no_inherit) definition.noInherit = true
  if (constraint.deferrable) definition.deferrable = true
  if (constraint.initdeferred) definition.initiallyDeferred = true
  if (constraint.indexname !== undefined) definition.usingIndex = constraint.indexname
  if (constraint.nulls_not_distinct) definition.nullsNotDistinct = true
  if (constraint.without_overlaps || constraint.fk_with_period) definition.period = true
  if (constraint.including) definition.include = strings(constraint.including)
  const index = toBackingIndex(constraint, stretch)
  if (index) definition.index = index
  return definition
}

function columnsOf({contype, exclusions, fk_attrs, keys}: Constraint, column: string | undefined): string[] {
  if (contype === 'CONSTR_EXCLUSION') {
    return (exclusions ?? []).flatMap((pair) => as(itemsOf(pair)[0], 'IndexElem')?.name ?? [])
  }
  const columns = strings(contype === 'CONSTR_FOREIGN' ? fk_attrs : keys)
  return columns.length === 0 && column !== undefined ? [column] : columns
}

function toReference(constraint: Constraint): Reference {
  const {fk_del_action, fk_del_set_cols, fk_matchtype, fk_upd_action, pk_attrs, pktable} = constraint
  const reference: Reference = {table: toName(pktable), columns: strings(pk_attrs)}
  // The grammar fills in the defaults; they mean the same as nothing written.
  const onDelete = actions[fk_del_action ?? 'a']
  const onUpdate = actions[fk_upd_action ?? 'a']
  if (onDelete !== 'no action') reference.onDelete = onDelete
  if (onUpdate !== 'no action') reference.onUpdate = onUpdate
  if (fk_del_set_cols) reference.onDeleteColumns = strings(fk_del_set_cols)
  if (fk_matchtype !== undefined && fk_matchtype !== 's') reference.match = matches[fk_matchtype]
  return reference
}

/** The condition of a check stands in brackets. */
function findCondition(stretch: Stretch): Stretch | undefined {
  const word = findToken(stretch, ['CHECK'])
  return word === -1 ? undefined : insideBrackets(stretch, word + 1)
}

function toBackingIndex(constraint: Constraint, stretch: Stretch): IndexDefinition | undefined {
  const {access_method, exclusions, options, where_clause} = constraint
  if (!exclusions && !options) return undefined
  const elements = exclusions
    ? exclusions.flatMap((pair) => as(itemsOf(pair)[0], 'IndexElem') ?? []).map((element) => toIndexElement(element))
    : strings(constraint.keys).map((column) => ({column}))
  const index: IndexDefinition = {unique: !exclusions, elements, include: strings(constraint.including)}
  if (exclusions) index.method = access_method ?? 'gist'
  if (options) index.options = toParameters(options)
  const where = findToken(stretch, ['WHERE'])
  if (where_clause) index.where = toExpression(where_clause, insideBrackets(stretch, where + 1) ?? cut(stretch, where))
  return index
}
