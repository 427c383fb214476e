import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {inputsOf} from '../../view/work.js'
import {isSame, locate, locateAll, ofTables, placeOf} from '../view/tables.js'
import {copiedOf} from '../view/work.js'

/** A change of a partitioned table is one of all its partitions, under one lock. */
export const partitions = definePreflightCheck({
  name: 'partitions',
  summary: 'partitions of the tables, which are changed or copied with them',
  async check({connection, steps, tables}) {
    const place = await placeOf(connection)
    const located = locateAll(tables, place)
    const copied = copiedOf(steps, located, place)
    const changed = inputsOf(steps, 'ddl').flatMap((input) => input.tables.map((table) => locate(table, place)))
    const found = await ofTables(
      connection,
      located.filter((table) => copied.includes(table) || changed.some((each) => isSame(each, table))),
      `SELECT count(*) AS number FROM information_schema.partitions
       WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL HAVING number > 0`
    )
    return found.map(({row, table}) => ({
      severity: 'note',
      text: `The ${text(row, 'number')} partitions of ${table.label} are ${copied.includes(table) ? 'copied' : 'changed'} with it${copied.includes(table) ? '' : ', under one lock'}`
    }))
  }
})
