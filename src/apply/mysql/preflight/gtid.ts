import {compareVersions, parseVersion} from '../../../server/server.js'
import {definePreflightCheck} from '../../preflight.js'
import {variablesOf} from '../view/variables.js'
import {changesOf} from '../view/work.js'

/** Since then it is one transaction: https://dev.mysql.com/doc/refman/8.4/en/create-table-select.html */
const createSelectSince = [8, 0, 21]

/**
 * With GTIDs the server refuses what cannot be logged as one transaction.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-restrictions.html
 */
export const gtid = definePreflightCheck({
  name: 'gtid',
  summary: 'no statement that `enforce_gtid_consistency` refuses',
  async check({connection, plan, steps}) {
    const mode = (await variablesOf(connection, ['enforce_gtid_consistency'])).get('enforce_gtid_consistency')
    if (mode !== 'ON' || compareVersions(parseVersion(plan.serverVersion), createSelectSince) >= 0) return []
    const operations = await changesOf(steps, plan)
    return operations.flatMap((operation) =>
      operation.kind === 'table.create' && operation.asQuery !== undefined && !operation.temporary
        ? [
            {
              severity: 'error',
              text: `Unexpected \`CREATE TABLE ${operation.table.name} … SELECT\`, expected none with \`enforce_gtid_consistency = ON\` before MySQL 8.0.21: create the table, then \`INSERT … SELECT\``
            } as const
          ]
        : []
    )
  }
})
