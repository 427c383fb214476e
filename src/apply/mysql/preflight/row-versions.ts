import {compareVersions, parseVersion} from '../../../server/server.js'
import type {Operation} from '../../../operations/operation.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {locateAll, ofTables, placeOf} from '../view/tables.js'
import type {TableRow} from '../view/tables.js'
import {changesOf, isOn} from '../view/work.js'

/** Left over below this, a rebuild is due. */
const few = 8

/**
 * Each INSTANT change of columns is a version of the row, and there is room for so many until the table is rebuilt.
 * https://dev.mysql.com/doc/refman/9.1/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export const rowVersions = definePreflightCheck({
  name: 'row-versions',
  summary: 'the tables have row versions left for INSTANT changes of columns (MySQL)',
  async check({connection, plan, steps, tables}) {
    const version = parseVersion(plan.serverVersion)
    if (plan.dialect !== 'mysql' || compareVersions(version, [8, 0, 29]) < 0) return []
    const most = compareVersions(version, [9, 1]) < 0 ? 64 : 255
    const place = await placeOf(connection)
    const ddl = steps.filter(({kind, sql}) => kind === 'ddl' && sql.some((each) => /\bINSTANT\b/i.test(each)))
    // All that one statement does to a table is one version.
    const statements = await Promise.all(ddl.map(async (step) => (await changesOf([step], plan)).filter(takesVersion)))
    const operations = statements.flat()
    const changed = locateAll(tables, place).filter((table) => operations.some((each) => isOn(each, table, place)))
    const rows = await ofTables(connection, changed, versionsQuery).catch((error: unknown): TableRow[] => {
      // Who may not see them is told so by `privileges`.
      refusalOf(error)
      return []
    })
    return rows.flatMap(({row, table}): PreflightFinding[] => {
      const used = Number(text(row, 'used'))
      const needed = statements.filter((all) => all.some((each) => isOn(each, table, place))).length
      const rebuild = `\`ALTER TABLE ${table.label.slice(1, -1)} FORCE, ALGORITHM=INPLACE, LOCK=NONE\` gives all of them back`
      const counted = `${String(used)} of ${String(most)} row versions used`
      if (used + needed > most) {
        return [
          {
            severity: 'error',
            text: `Unexpected ${table.label} with ${counted}, expected ${String(needed)} left for INSTANT changes: ${rebuild}`
          }
        ]
      }
      if (used + needed <= most - few) return []
      return [
        {severity: 'note', text: `${table.label} has ${counted}, and ${String(needed)} more after this: ${rebuild}`}
      ]
    })
  }
})

function takesVersion({kind}: Operation): boolean {
  return kind === 'column.add' || kind === 'column.drop'
}

/** Letters other than those of names without quotes are written in another way there. */
const versionsQuery = `
  SELECT max(total_row_versions) AS used FROM information_schema.innodb_tables
  WHERE substring_index(name, '#', 1) = concat(?, '/', ?)
  HAVING used IS NOT NULL`
