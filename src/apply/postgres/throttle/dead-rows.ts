import {defineThrottle} from '../../throttle.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'

/** Rows that batches made dead and vacuum has not taken away yet, by the counters of the server. */
export const deadRows = defineThrottle({
  name: 'dead-rows',
  summary: 'how many dead rows the table has that are not vacuumed',
  create:
    () =>
    async ({connection, settings: {maxDeadRows}, tables}) => {
      if (maxDeadRows === undefined || tables.length === 0) return undefined
      const rows = await connection.query(
        `${family}
         SELECT w.schema, w.name, sum(pg_stat_get_dead_tuples(f.oid)) AS dead
         FROM family f JOIN wanted w ON w.oid = f.root GROUP BY w.schema, w.name`,
        [asParameter(tables)]
      )
      const full = rows.find((row) => Number(text(row, 'dead')) > maxDeadRows)
      return full && `${tableOf(full)} has ${text(full, 'dead')} dead rows, allowed are ${String(maxDeadRows)}`
    }
})
