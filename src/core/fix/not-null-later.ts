import type {Operation, OperationKind} from '../../operations/operation.js'
import {inVersions} from '../../server/server.js'
import {isFollowedBy, mentions} from './companions.js'
import {placeOf} from './make-fix.js'
import type {MakeFix, RuleView} from './make-fix.js'
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {thenInAnotherTransaction} from './statement-after.js'

/** What may stand in the same statement. */
const harmless = new Set<OperationKind>([
  'column.set-not-null',
  'column.drop-not-null',
  'column.set-default',
  'column.drop-default',
  'column.set-type',
  'column.add',
  'column.drop'
])

/** Longer names are cut by the server. */
const longestName = 63

/**
 * Set `NOT NULL` in steps that let reads and writes go on while rows are read.
 *
 * https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
 */
export function notNullLater(
  view: RuleView,
  {column, range, table: name}: Operation<'column.set-not-null'>
): MakeFix | undefined {
  const place = placeOf(view)
  const table = view.table(name)
  if (table?.kind !== 'table') return undefined

  const {version} = view.session.server
  const {text} = place.migration
  // A primary key and the like want it to hold at once.
  if (view.command.operations.some(({kind}) => !harmless.has(kind))) return undefined
  return ({find, versionAssumed}) => {
    const knowsNotNull = inVersions(version, '>=18') && !versionAssumed
    // The name that PostgreSQL 18 would give to `NOT NULL` stays free for it.
    const constraint = `${name.name}_${column}_${knowsNotNull ? 'not_null' : 'is_not_null'}`
    const isTaken = table.constraints.some((each) => each.name === constraint)
    if (isTaken || constraint.length > longestName) return undefined
    if (isFollowedBy(place, ({range: other}) => mentions(text.slice(other.start, other.end), [name.name])))
      return undefined
    const isThere = find(name)?.columns.some((each) => each.name === column && each.notNull) === true
    const [on, quoted, added] = [quoteFullName(name), quoteName(column), quoteName(constraint)]
    const condition = knowsNotNull ? `NOT NULL ${quoted}` : `CHECK (${quoted} IS NOT NULL)`
    const edits = [{range, text: `ADD CONSTRAINT ${added} ${condition} NOT VALID`}]
    const validate = `ALTER TABLE ${on} VALIDATE CONSTRAINT ${added}`
    const rest = knowsNotNull
      ? []
      : [`ALTER TABLE ${on} ALTER COLUMN ${quoted} SET NOT NULL`, `ALTER TABLE ${on} DROP CONSTRAINT ${added}`]
    return isThere
      ? thenInAnotherTransaction(place, edits, [validate, ...rest], `set_${name.name}_${column}_not_null`)
      : undefined
  }
}
