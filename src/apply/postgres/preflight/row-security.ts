import {definePreflightCheck} from '../../preflight.js'
import {asParameter, family, tableOf} from '../view/relations.js'
import {inputsOf} from '../../view/work.js'

/**
 * A role that policies apply to sees some rows only, and changes only these: nothing fails, rows are left out.
 * https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 */
export const rowSecurity = definePreflightCheck({
  name: 'row-security',
  summary: 'no row-level policies hide rows of batches from this role',
  async check({connection, steps}) {
    const tables = inputsOf(steps, 'batch').map(({table}) => table)
    if (tables.length === 0) return []
    const rows = await connection.query(
      `${family}
       SELECT w.schema, w.name FROM wanted w WHERE row_security_active(w.oid) ORDER BY w.schema, w.name`,
      [asParameter(tables)]
    )
    return rows.map((row) => ({
      severity: 'error',
      text: `Unexpected row-level policies of ${tableOf(row)} for this role, expected none: rows that they hide would be left out; connect as a role with \`BYPASSRLS\`, or as the owner where \`FORCE ROW LEVEL SECURITY\` is off`
    }))
  }
})
