import type {Connection, Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {inputsOf, shadowInputs} from '../../view/work.js'
import {locateAll, ofTables, placeOf} from '../view/tables.js'
import {isOn, variablesOf} from '../view/variables.js'

/** Where several servers are one, a lock of one holds nobody on the others. */
export const cluster = definePreflightCheck({
  name: 'cluster',
  summary:
    'what Galera and Group Replication do in ways of their own: locks, changes of definitions, tables without a key',
  async check(view) {
    const {connection, steps, tables} = view
    const variables = await variablesOf(connection, ['wsrep_on', 'wsrep_osu_method'])
    const isCopied = shadowInputs(steps).length > 0
    if (isOn(variables.get('wsrep_on'))) {
      const isChanged = inputsOf(steps, 'ddl').length > 0
      // No table is copied there: `shadow-table` refuses it.
      return isChanged ? [changeOf(variables.get('wsrep_osu_method') ?? 'TOI')] : []
    }
    const members = await membersOf(connection)
    if (members.length === 0) return []
    const isSingle = members.filter((row) => text(row, 'role') === 'PRIMARY').length <= 1
    const keyless = await ofTables(connection, locateAll(tables, await placeOf(connection)), keylessQuery)
    return [
      ...(isCopied && !isSingle ? [lockHere] : []),
      ...keyless.map(({table}): PreflightFinding => ({
        severity: 'error',
        text: `Unexpected ${table.label} without a primary key, expected one: Group Replication refuses writes to it`
      }))
    ]
  }
})

/** https://dev.mysql.com/doc/refman/8.4/en/group-replication-limitations.html */
const lockHere: PreflightFinding = {
  severity: 'warning',
  text: `Unexpected group in multi-primary mode, expected one server that is written to: LOCK TABLES, under which the tables change places, holds nobody on other nodes, and what is written there meanwhile is lost; accept it only while all writes go to this node`
}

/** https://galeracluster.com/library/documentation/schema-upgrades.html */
function changeOf(method: string): PreflightFinding {
  const effect =
    method === 'TOI'
      ? 'each change of a definition is done on all nodes at the same place, and stops all writes of the cluster as long as it takes'
      : 'changes of definitions are done on this node only'
  return {
    severity: 'warning',
    text: `Unexpected Galera cluster, expected one server: with \`wsrep_OSU_method = ${method}\` ${effect}`
  }
}

/**
 * MariaDB has no such table.
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-replication-group-members-table.html
 */
async function membersOf(connection: Connection): Promise<Row[]> {
  return connection
    .query('SELECT member_id AS id, member_role AS role FROM performance_schema.replication_group_members')
    .catch((error: unknown) => {
      refusalOf(error)
      return []
    })
}

const keylessQuery = `
  SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = ? AND t.table_name = ?
    AND t.table_type = 'BASE TABLE' AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints c
      WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY')`
