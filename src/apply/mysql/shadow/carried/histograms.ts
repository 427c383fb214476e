/** Statistics that somebody had gathered, by which the server plans: the new table gets its own, of the same sort. */
import {quoteName} from '../../../../sql/mysql.js'
import type {Row} from '../../../connection/connection.js'
import {refusalOf} from '../../../connection/refusal.js'
import {schemaValue} from '../names.js'
import type {ShadowView} from '../record.js'
import {withSettings} from '../session.js'

/** Gather them anew, of columns whose values stay what they are; those of others the plain statement drops too. */
export async function gatherHistograms(view: ShadowView): Promise<void> {
  await (view.record.mariadb ? gatherPersistent(view) : updateHistograms(view))
}

/** https://dev.mysql.com/doc/refman/8.4/en/analyze-table.html#analyze-table-histogram-statistics-analysis */
async function updateHistograms({connection, names, record}: ShadowView): Promise<void> {
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

/**
 * Those that are the same for every engine. They go with a table that is renamed, and the server reads all rows for them.
 * https://mariadb.com/kb/en/engine-independent-table-statistics/
 */
async function gatherPersistent({connection, names, record}: ShadowView): Promise<void> {
  const told = (what: string, of: 'column' | 'index' | 'table'): Promise<Row[]> =>
    connection
      .query(`SELECT ${what} FROM mysql.${of}_stats WHERE db_name = ${schemaValue(names)} AND table_name = ?`, [
        names.source.name
      ])
      .catch((error: unknown) => {
        // Who may not see them does without.
        refusalOf(error)
        return []
      })
  const ofColumns = await told('column_name AS name, hist_type AS sort', 'column')
  const ofIndexes = await told('DISTINCT index_name AS name', 'index')
  const ofTable = await told('1 AS there', 'table')
  if (ofColumns.length + ofIndexes.length + ofTable.length === 0) return
  const columns = record.columns.filter(
    ({converted, from}) => !converted && ofColumns.some((row) => row['name'] === from)
  )
  const there = await connection.query(`SHOW INDEX FROM ${names.shadow.sql}`)
  const indexes = ofIndexes.filter(({name}) => there.some((row) => row['Key_name'] === name))
  const columnList = columns.map(({name}) => quoteName(name)).join(', ')
  const indexList = indexes.map((row) => (row['name'] === 'PRIMARY' ? 'PRIMARY' : quoteName(row['name'] ?? '')))
  const sort = ofColumns.find((row) => row['sort'] !== null)?.['sort']
  const settings: Record<string, string> = sort === undefined ? {histogram_size: '0'} : {histogram_type: `'${sort}'`}
  await withSettings(connection, settings, () =>
    connection.query(
      `ANALYZE TABLE ${names.shadow.sql} PERSISTENT FOR COLUMNS (${columnList}) INDEXES (${indexList.join(', ')})`
    )
  )
}
