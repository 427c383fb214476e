import {quoteFullName, quoteName} from '../../core/fix/quote.js'
import {inVersions} from '../../core/server.js'
import {longTransaction, shortTransaction} from '../drafts.js'
import {defineRecipe} from '../recipe.js'

/**
 * `SET NOT NULL` that believes a validated proof instead of reading every row under `ACCESS EXCLUSIVE`.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html: a valid `CHECK` spares the scan; from 18 on, `NOT NULL`
 * itself may be `NOT VALID`.
 */
export const checkThenSetNotNull = defineRecipe({
  name: 'check-then-set-not-null',
  summary: 'Add the constraint unproved, prove it while others read and write, then set `NOT NULL`',
  engines: ['postgres'],
  on: ['column.set-not-null'],
  plan({column, table: name}, {blocking, newName, version}) {
    if (blocking.length === 0) return undefined
    const [table, quoted] = [quoteFullName(name), quoteName(column)]
    const inPlace = inVersions(version, '>=18')
    const constraint = quoteName(newName(name.name, column, 'not_null'))
    const condition = inPlace ? `NOT NULL ${quoted}` : `CHECK (${quoted} IS NOT NULL)`
    const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`
    const add = shortTransaction({phase: 'expand', title: `Refuse new rows with NULL in \`${column}\``, undo: [drop]}, [
      `ALTER TABLE ${table} ADD CONSTRAINT ${constraint} ${condition} NOT VALID`
    ])
    const validate = longTransaction(
      {phase: 'expand', title: `Prove it for the rows that are there`, undoNote: 'it changes no data'},
      [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${constraint}`]
    )
    if (inPlace) return {drafts: [add, validate]}
    const set = shortTransaction(
      {
        phase: 'expand',
        title: `Set \`NOT NULL\`, which believes the proof`,
        undo: [`ALTER TABLE ${table} ALTER COLUMN ${quoted} DROP NOT NULL`]
      },
      [`ALTER TABLE ${table} ALTER COLUMN ${quoted} SET NOT NULL`, drop]
    )
    return {drafts: [add, validate, set]}
  }
})
