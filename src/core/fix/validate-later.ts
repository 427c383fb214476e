import {quoteName, quoteFullName} from '../../sql/postgres.js'
import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'
import type {Constraint, Table} from '../../schema/objects.js'
import {isFollowedBy, operationsOf} from './companions.js'
import type {Edit, Fix} from '../../migrations/fixing/fix.js'
import {placeOf} from './make-fix.js'
import type {AtEnd, FixPlace, MakeFix, RuleView} from './make-fix.js'
import {thenInAnotherTransaction} from './statement-after.js'
import {insertAfterWords} from './words.js'

/** Add a constraint `NOT VALID`, and validate it in a later transaction. */
export function validateLater(view: RuleView, operation: Operation<'constraint.add'>): MakeFix {
  const place = placeOf(view)
  const before = view.table(operation.table)
  return (end) => fixAt(place, operation, before, end)
}

function fixAt(
  place: FixPlace,
  {constraint, range, table: name}: Operation<'constraint.add'>,
  before: Table | undefined,
  {find}: AtEnd
): Fix | undefined {
  if (constraint.notValid === true) return undefined
  const isKey = constraint.type === 'foreign-key'
  // https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
  if (isKey && before?.kind === 'partitioned-table') return undefined
  // A table becomes part of another one only with valid constraints.
  const joins = (other: Statement): boolean =>
    operationsOf(other).some(({kind}) => kind === 'partition.attach' || kind === 'table.inherit')
  if (isFollowedBy(place, joins)) return undefined
  const after = find(name)?.constraints ?? []
  const added = after.filter((each) => isSame(each, constraint) && !before?.constraints.some(isNamed(each.name)))
  const [only, ...others] = added
  if (only === undefined || others.length > 0) return undefined

  const edits: Edit[] = [{range: {start: range.end, end: range.end}, text: ' NOT VALID'}]
  if (constraint.name === undefined) {
    const named = insertAfterWords(place.migration.text, range, ['ADD'], ` CONSTRAINT ${quoteName(only.name)}`)
    // Of a table that is not known in full the server may choose another name.
    if (named === undefined || before === undefined || before.incomplete === true) return undefined
    edits.unshift(named)
  }
  const sql = `ALTER TABLE ${quoteFullName(name)} VALIDATE CONSTRAINT ${quoteName(only.name)}`
  return thenInAnotherTransaction(place, edits, [sql], `validate_${only.name}`)
}

function isSame(added: Constraint, {columns, expression, name, type}: ConstraintDefinition): boolean {
  if (name !== undefined) return added.name === name
  if (added.type !== type) return false
  return type === 'check' ? added.expression?.text === expression?.text : added.columns.join() === columns.join()
}

function isNamed(name: string): (constraint: Constraint) => boolean {
  return (constraint) => constraint.name === name
}
