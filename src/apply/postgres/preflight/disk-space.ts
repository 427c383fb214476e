import {inBytes} from '../../../core/sizes/duration.js'
import type {Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'
import {inputsOf, mayMean, shadowInputs} from '../../view/work.js'

/** Tables below this size need no word about disks. */
const worthMentioning = 1e9

/** No SQL tells how much of a disk is free; what will be needed is told. */
export const diskSpace = definePreflightCheck({
  name: 'disk-space',
  summary: 'how much disk the steps need (what is free is not known to the server)',
  async check({connection, steps}) {
    const copied = shadowInputs(steps)
    const indexed = [...inputsOf(steps, 'index-create-concurrently')]
    const updated = inputsOf(steps, 'batch').filter(({verb}) => verb === 'update')
    const tables = [...copied, ...indexed, ...updated].map(({table}) => table)
    if (tables.length === 0) return []
    const rows = await connection.query(sizes, [asParameter(tables)])
    return rows.flatMap((row) => {
      const isRow = ({table}: {table: {schema: string; name: string}}): boolean =>
        mayMean(table, {schema: text(row, 'schema'), name: text(row, 'name')})
      const [heap, total] = [Number(text(row, 'heap')), Number(text(row, 'total'))]
      return [
        ...note(row, copied.some(isRow) ? total : 0, 'About', 'a second copy of'),
        ...note(row, updated.some(isRow) ? heap : 0, 'About', 'a second version of every row of'),
        // Sorting writes the keys once more; how long these are is not known.
        ...note(row, (indexed.filter(isRow).length * heap) / 2, 'Up to', 'new indexes of')
      ]
    })
  }
})

const sizes = `
  ${family}
  SELECT w.schema, w.name, sum(pg_table_size(f.oid)) AS heap, sum(pg_total_relation_size(f.oid)) AS total,
    coalesce(t.spcname, 'pg_default') AS tablespace
  FROM family f
  JOIN wanted w ON w.oid = f.root
  JOIN pg_class c ON c.oid = w.oid
  LEFT JOIN pg_tablespace t ON t.oid = coalesce(nullif(c.reltablespace, 0),
    (SELECT dattablespace FROM pg_database WHERE datname = current_database()))
  GROUP BY w.schema, w.name, t.spcname`

function note(row: Row, bytes: number, about: string, what: string): PreflightFinding[] {
  if (bytes < worthMentioning) return []
  return [
    {
      severity: 'note',
      text: `${about} ${inBytes(bytes)} in tablespace \`${text(row, 'tablespace')}\` for ${what} ${tableOf(row)}; how much is free is unknown to the server: see for yourself`
    }
  ]
}
