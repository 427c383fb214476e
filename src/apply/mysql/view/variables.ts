import type {Connection} from '../../connection/connection.js'

/** System variables of the server by their names; those that it does not know are missing. */
export async function variablesOf(connection: Connection, names: readonly string[]): Promise<Map<string, string>> {
  const marks = names.map(() => '?').join(', ')
  const rows = await connection.query(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${marks})`, names)
  return new Map(rows.map((row) => [row['Variable_name'] ?? '', row['Value'] ?? '']))
}

/** Whether a switch is on, as `SHOW VARIABLES` has it. */
export function isOn(value: string | undefined): boolean {
  return /^(?:ON|1|YES)$/i.test(value ?? '')
}
