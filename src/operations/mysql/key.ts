import type {
  CheckSyntax,
  ForeignKeySyntax,
  KeyPart,
  KeySyntax,
  ReferenceSyntax,
  TableConstraintSyntax
} from '../../parse/mysql/syntax/table.js'
import type {ConstraintDefinition, IndexDefinition, IndexElement, Reference} from '../definitions.js'

/** A constraint, or an index that is none. */
export type Key =
  {constraint: ConstraintDefinition; index?: undefined} | {constraint?: undefined; index: IndexDefinition}

/** Turn a key or a constraint of a table into what it is. */
export function lowerTableConstraint(syntax: TableConstraintSyntax): Key {
  switch (syntax.kind) {
    case 'check':
      return {constraint: lowerCheck(syntax)}
    case 'foreign-key':
      return {constraint: lowerForeignKey(syntax)}
    case 'primary-key':
    case 'unique':
      return {constraint: lowerUnique(syntax, syntax.kind)}
    default:
      return {index: lowerIndex(syntax)}
  }
}

/** Turn a check into a constraint. */
export function lowerCheck({enforced, expression, name, range}: CheckSyntax): ConstraintDefinition {
  const constraint: ConstraintDefinition = {type: 'check', name, columns: [], range}
  constraint.expression = {text: withoutParentheses(expression.text)}
  if (enforced === false) constraint.notEnforced = true
  return constraint
}

function withoutParentheses(text: string): string {
  return text.slice(1, -1).trim()
}

function lowerForeignKey({columns, name, range, references}: ForeignKeySyntax): ConstraintDefinition {
  return {type: 'foreign-key', name, columns, references: lowerReference(references), range}
}

/** Turn `REFERENCES …` into the reference. */
export function lowerReference({columns, match, onDelete, onUpdate, table}: ReferenceSyntax): Reference {
  const reference: Reference = {table, columns}
  if (onDelete !== undefined) reference.onDelete = onDelete
  if (onUpdate !== undefined) reference.onUpdate = onUpdate
  if (match !== undefined) reference.match = match
  return reference
}

function lowerUnique(key: KeySyntax, type: 'primary-key' | 'unique'): ConstraintDefinition {
  const columns = key.parts.map(({column}) => column).filter((column) => column !== undefined)
  // The name before the columns is the index's, and wins over that of the constraint.
  const name = type === 'primary-key' ? undefined : (key.name ?? key.constraint)
  return {type, name, columns, index: lowerIndex(key), range: key.range}
}

/** Turn a key into an index. */
function lowerIndex(key: KeySyntax): IndexDefinition {
  const special = key.kind === 'fulltext' || key.kind === 'spatial' || key.kind === 'vector'
  const unique = key.kind === 'unique' || key.kind === 'primary-key'
  const index: IndexDefinition = {
    name: key.kind === 'primary-key' ? 'PRIMARY' : (key.name ?? key.constraint),
    unique,
    method: special ? key.kind : key.method,
    elements: key.parts.map(lowerPart),
    include: [],
    range: key.range
  }
  if (key.invisible !== undefined) index.invisible = key.invisible
  if (key.parser !== undefined) index.parser = key.parser
  if (Object.keys(key.options).length > 0) index.options = key.options
  return index
}

function lowerPart({column, descending, expression, length, withoutOverlaps}: KeyPart): IndexElement {
  const element: IndexElement = {}
  if (column !== undefined) element.column = column
  if (expression) element.expression = {text: withoutParentheses(expression.text)}
  if (length !== undefined) element.length = length
  if (descending !== undefined) element.descending = descending
  if (withoutOverlaps === true) element.withoutOverlaps = true
  return element
}
