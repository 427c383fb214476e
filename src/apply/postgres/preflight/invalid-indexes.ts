import type {Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'
import {changesSchema, inputsOf} from '../../view/work.js'

/** What a failed build left costs every write, and is no use to any read. */
export const invalidIndexes = definePreflightCheck({
  name: 'invalid-indexes',
  summary: 'no index of the tables is invalid, or being built by another session',
  async check({connection, steps}) {
    if (!changesSchema(steps)) return []
    const tables = inputsOf(steps, 'index-create-concurrently').map(({table}) => table)
    const rows = await connection.query(invalid, [asParameter(tables)])
    const planned = new Set(inputsOf(steps, 'index-create-concurrently').map(({index}) => index.name))
    return rows.map((row) => (row['pid'] === null ? leftOver(row, planned) : beingBuilt(row)))
  }
})

/** A parent's index is invalid until each partition has one: that is no failed build. */
const invalid = `
  ${family}
  SELECT w.schema, w.name, c.relname AS index, p.pid
  FROM family f
  JOIN wanted w ON w.oid = f.root
  JOIN pg_index i ON i.indrelid = f.oid AND NOT i.indisvalid
  JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
  LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = i.indexrelid
  ORDER BY c.relname`

function leftOver(row: Row, planned: ReadonlySet<string>): PreflightFinding {
  const index = text(row, 'index')
  if (planned.has(index)) {
    return {
      severity: 'note',
      text: `Index \`${index}\` is left invalid by a failed build: it is dropped and built again`
    }
  }
  return {
    severity: 'warning',
    text: `Unexpected invalid index \`${index}\` on ${tableOf(row)}, expected none: \`REINDEX INDEX CONCURRENTLY\` or \`DROP INDEX CONCURRENTLY\` it`
  }
}

function beingBuilt(row: Row): PreflightFinding {
  return {
    severity: 'error',
    text: `Unexpected build of index \`${text(row, 'index')}\` on ${tableOf(row)} by process ${text(row, 'pid')} at this moment, expected none: wait for its end`
  }
}
