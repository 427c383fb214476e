/** `ADD COLUMN`: what the new column brings. https://www.postgresql.org/docs/current/sql-altertable.html */
import type {ColumnDefinition, Expression} from '../../../operations/definitions.js'
import type {Verdict} from '../../effect.js'
import {constantOf} from '../expressions/tree.js'
import {isConstrained, isKnownType, openType} from '../expressions/type-facts.js'
import {isVolatile, type Surroundings} from '../expressions/volatility.js'
import {targetOf, type Look} from '../look.js'

/** The column that the operation adds. */
export const addedColumn = ({operation}: Look): ColumnDefinition | undefined =>
  operation.kind === 'column.add' ? operation.column : undefined

/** Whether each row gets a number of its own from a sequence. */
export function takesFromSequence(look: Look): Verdict {
  const column = addedColumn(look)
  return column?.type?.serial === true || column?.identity !== undefined
}

/** Whether it is generated and stored. */
export const isStoredGenerated = (look: Look): Verdict => addedColumn(look)?.generated?.storage === 'stored'

/** Whether it is generated when read. Without a keyword PostgreSQL 18 takes it so. */
export function isVirtualGenerated(look: Look): Verdict {
  const generated = addedColumn(look)?.generated
  return generated !== undefined && generated.storage !== 'stored'
}

/** The default that is written or that the domain brings. */
function defaultOf(column: ColumnDefinition | undefined, surroundings: Surroundings): Expression | undefined {
  if (column?.default) return column.default
  if (!column?.type) return undefined
  return openType(column.type, surroundings).domains.find((domain) => domain.default !== undefined)?.default
}

/** Whether its default must be computed for each row. */
export function hasVolatileDefault(look: Look): Verdict {
  const expression = defaultOf(addedColumn(look), look)
  return expression === undefined ? false : isVolatile(expression.tree, look)
}

/** Whether there is a default other than NULL. */
export function hasDefault(look: Look): Verdict {
  const column = addedColumn(look)
  const expression = defaultOf(column, look)
  return (
    column?.identity !== undefined ||
    column?.type?.serial === true ||
    (expression !== undefined && constantOf(expression.tree) !== null)
  )
}

/** Whether a default is written, even if it is NULL. */
export function hasWrittenDefault(look: Look): Verdict {
  const column = addedColumn(look)
  return column?.default !== undefined || column?.type?.serial === true || column?.identity !== undefined
}

/** Whether its type is a domain with a constraint. */
export function isOfConstrainedDomain(look: Look): Verdict {
  const type = addedColumn(look)?.type
  if (!type || type.arrayDimensions > 0) return false
  const opened = openType(type, look)
  if (isConstrained(opened)) return true
  // A type that nobody knows may be a domain: one of an extension, or of a history that is not read.
  return opened.domains.length > 0 || isKnownType(opened, look) || type.modifiers.length > 0 ? false : undefined
}

/** Whether NOT NULL is written, or comes with a primary key. */
export function isNotNull(look: Look): Verdict {
  const column = addedColumn(look)
  return column?.nullable === false || hasInline(look, 'primary-key')
}

/** Whether a constraint of a type stands in the column's definition. */
export function hasInline(look: Look, type: 'check' | 'unique' | 'primary-key' | 'foreign-key'): boolean {
  return (
    addedColumn(look)?.constraints.some((constraint) => constraint.type === type && !constraint.notEnforced) ?? false
  )
}

/** Whether IF NOT EXISTS finds the column there. */
export function isThere(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind !== 'column.add' || operation.ifNotExists !== true) return false
  const found = relation.table?.columns.some(({name}) => name === operation.column.name)
  return found === true ? true : relation.table === undefined || relation.table.incomplete === true ? undefined : false
}

/** Whether `DROP IDENTITY IF EXISTS` finds that the column is none. */
export function isIdentityMissing(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.drop-identity' || operation.ifExists !== true) return false
  const found = targetOf(look, operation.table).table?.columns.find(({name}) => name === operation.column)
  return found && found.identity === undefined
}
