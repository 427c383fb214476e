import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {keyRulesOf} from '../shadow/carried/foreign-keys.js'
import {namesOf} from '../shadow/names.js'
import {locate, placeOf} from '../view/tables.js'

/**
 * The server locks the tables that a table refers to together with it, in one session: of a transaction that holds the one and
 * wants the other, and us, the server ends the transaction.
 * https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html, https://dev.mysql.com/doc/refman/8.4/en/lock-tables.html
 */
export const shadowForeignKeys = definePreflightCheck({
  name: 'shadow-foreign-keys',
  summary: 'a table that is replaced by a copy has no foreign keys, for which the swap locks other tables too',
  async check({connection, steps}) {
    const place = await placeOf(connection)
    const inputs = inputsOf(steps, 'shadow-swap')
    const found = await Promise.all(
      inputs.map(async (input) => {
        const keys = (await keyRulesOf(connection, namesOf(input))).filter(({isToItself}) => !isToItself)
        return {label: locate(input.table, place).label, keys}
      })
    )
    return found
      .filter(({keys}) => keys.length > 0)
      .map(({keys, label}) => ({
        severity: 'warning' as const,
        text: `Unexpected foreign keys ${keys.map(({name, parent}) => `\`${name}\` to \`${parent}\``).join(', ')} of ${label}, expected none: in the moment of the swap the server locks both tables, and may end a transaction that has used the one and wants the other as a deadlock (error 1213); the application has to try it again`
      }))
  }
})
