import {inBytes} from '../../../core/sizes/duration.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family} from '../view/relations.js'
import {inputsOf, shadowInputs, writesRows} from '../../view/work.js'

/**
 * After each `max_wal_size` of WAL there is a checkpoint, after which pages are logged whole again: with a small one
 * batches write far more than they need to. https://www.postgresql.org/docs/current/wal-configuration.html
 */
export const walSize = definePreflightCheck({
  name: 'wal-size',
  summary: 'the WAL that batches will make, against `max_wal_size`',
  async check({connection, steps}) {
    if (!writesRows(steps)) return []
    const tables = [...inputsOf(steps, 'batch'), ...shadowInputs(steps)].map(({table}) => table)
    const [row] = await connection.query(
      `${family}
       SELECT coalesce(sum(pg_total_relation_size(f.oid)), 0) AS bytes,
         pg_size_bytes(current_setting('max_wal_size')) AS max
       FROM family f JOIN pg_class c ON c.oid = f.oid AND c.relpersistence <> 'u'`,
      [asParameter(tables)]
    )
    const [bytes, max] = [Number(text(row, 'bytes')), Number(text(row, 'max'))]
    if (bytes <= max) return []
    return [
      {
        severity: 'note',
        text: `About ${inBytes(bytes)} of WAL and more, with \`max_wal_size\` of ${inBytes(max)}: a checkpoint each time that is full; \`ALTER SYSTEM SET max_wal_size\` to more, or a \`max-rate\``
      }
    ]
  }
})
