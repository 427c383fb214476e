import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {inVersions} from '../../server/server.js'
import type {Name} from '../../operations/definitions.js'
import {longTransaction, shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'

interface NotNull {
  table: Name
  column: string
  /** Of the constraint, where the migration names it: PostgreSQL 18 keeps it. */
  constraint?: string | undefined
  noInherit?: boolean | undefined
  /** Tables that inherit from it stay as they are. */
  only?: boolean | undefined
  phase?: Draft['phase']
  gate?: string
}

/** Whether `NOT NULL` itself may be added unproved: https://www.postgresql.org/docs/18/sql-altertable.html */
export function hasUnprovedNotNull({version, versionAssumed}: Pick<RecipeView, 'version' | 'versionAssumed'>): boolean {
  return inVersions(version, '>=18') && versionAssumed !== true
}

/**
 * Steps after which a column is `NOT NULL`, without reading every row under a lock that keeps others out.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html: a valid `CHECK` spares the scan.
 */
export function notNullDrafts(
  {column, constraint: written, gate, noInherit, only, phase = 'expand', table: name}: NotNull,
  view: Pick<RecipeView, 'newName' | 'version' | 'versionAssumed'>
): Draft[] {
  const [table, quoted] = [`${only === true ? 'ONLY ' : ''}${quoteFullName(name)}`, quoteName(column)]
  const inPlace = hasUnprovedNotNull(view)
  // On 18 the server's own name stays free for what it keeps.
  const word = !inPlace && inVersions(view.version, '>=18') ? 'is_not_null' : 'not_null'
  const constraint = quoteName(written ?? view.newName(name.name, column, word))
  const condition = inPlace ? `NOT NULL ${quoted}` : `CHECK (${quoted} IS NOT NULL)`
  const options = noInherit === true || only === true ? ' NO INHERIT' : ''
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`
  // Once the column is `NOT NULL` it is gone, and that is taken back before this.
  const undo = inPlace ? drop : `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${constraint}`
  const add = shortTransaction(
    {phase, ...(gate !== undefined && {gate}), title: `Refuse new rows with NULL in \`${column}\``, undo: [undo]},
    [`ALTER TABLE ${table} ADD CONSTRAINT ${constraint} ${condition}${options} NOT VALID`]
  )
  const validate = longTransaction(
    {phase, title: `Prove it for the rows that are there`, undoNote: 'it changes no data'},
    [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${constraint}`]
  )
  if (inPlace) return [add, validate]
  const set = shortTransaction(
    {
      phase,
      title: `Set \`NOT NULL\`, which believes the proof`,
      undo: [`ALTER TABLE ${table} ALTER COLUMN ${quoted} DROP NOT NULL`]
    },
    [`ALTER TABLE ${table} ALTER COLUMN ${quoted} SET NOT NULL`, drop]
  )
  return [add, validate, set]
}
