/** Histograms of columns on MySQL, by which the server plans: the new table gets its own, of the same sort. */
import {quoteName} from '../../../../sql/mysql.js'
import {schemaValue} from '../names.js'
import type {ShadowView} from '../record.js'

/**
 * Gather them anew, of columns whose values stay what they are; those of others the plain statement drops too.
 * https://dev.mysql.com/doc/refman/8.4/en/analyze-table.html#analyze-table-histogram-statistics-analysis
 */
export async function gatherHistograms({connection, names, record}: ShadowView): Promise<void> {
  if (record.mariadb) return
  const rows = await connection.query(
    `SELECT COLUMN_NAME AS name, HISTOGRAM->>'$."number-of-buckets-specified"' AS buckets,
       coalesce(HISTOGRAM->>'$."auto-update"', 'false') AS renewed
     FROM information_schema.COLUMN_STATISTICS WHERE SCHEMA_NAME = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  for (const row of rows) {
    const column = record.columns.find(({converted, from}) => from === row['name'] && !converted)
    if (column === undefined) continue
    const renewed = row['renewed'] === 'true' ? ' AUTO UPDATE' : ''
    await connection.query(
      `ANALYZE TABLE ${names.shadow.sql} UPDATE HISTOGRAM ON ${quoteName(column.name)} WITH ${row['buckets'] ?? '100'} BUCKETS${renewed}`
    )
  }
}
