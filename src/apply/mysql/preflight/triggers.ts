import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {inputsOf} from '../../view/work.js'
import {isSame, locate, locateAll, ofTables, placeOf} from '../view/tables.js'
import {batchedOf} from '../view/work.js'

/** Triggers fire for each row of a batch: they may write elsewhere, or be slow, and cannot be switched off. */
export const triggers = definePreflightCheck({
  name: 'triggers',
  summary: 'no trigger fires for the rows of batches',
  async check({connection, steps, tables}) {
    const place = await placeOf(connection)
    const found = await ofTables(connection, batchedOf(steps, locateAll(tables, place), place), triggersQuery)
    return inputsOf(steps, 'batch').flatMap((batch) => {
      const target = locate(batch.table, place)
      const verb = batch.verb.toUpperCase()
      const fired = found.filter(({row, table}) => isSame(table, target) && row['event'] === verb)
      if (fired.length === 0) return []
      const names = fired.map(({row}) => `\`${text(row, 'name')}\` (${text(row, 'timing')} ${verb})`).join(', ')
      return [
        {
          severity: 'warning',
          text: `Unexpected triggers ${names} on ${target.label}, expected none that fire for each row of an ${verb} in batches: see that what they do may be done for every row`
        }
      ]
    })
  }
})

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-triggers-table.html */
const triggersQuery = `
  SELECT trigger_name AS name, action_timing AS timing, event_manipulation AS event
  FROM information_schema.triggers WHERE event_object_schema = ? AND event_object_table = ?
    AND trigger_name NOT REGEXP '[_~]sqlsafe_[0-9a-f]{8}_' ORDER BY action_order, name`
