import type {Connection, Row} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {locateAll, placeOf} from '../view/tables.js'
import {isOn, variablesOf} from '../view/variables.js'
import {copiedOf} from '../view/work.js'

/** What the server runs by itself may change a table in the middle of its copy: partitions above all. */
export const events = definePreflightCheck({
  name: 'events',
  summary: 'no event of the scheduler works on the tables',
  async check({connection, steps, tables}) {
    const scheduler = (await variablesOf(connection, ['event_scheduler'])).get('event_scheduler')
    const place = await placeOf(connection)
    const located = locateAll(tables, place)
    if (!isOn(scheduler) || located.length === 0) return []
    const copied = copiedOf(steps, located, place)
    const found = await enabledEvents(connection)
    return found.flatMap((row) =>
      located
        .filter(({name, schema}) => {
          const isNear = schema === row['schema'] || text(row, 'body').includes(schema)
          return isNear && namesTable(text(row, 'body'), name)
        })
        .map((table) => ({
          severity: copied.includes(table) ? ('warning' as const) : ('note' as const),
          text: `${copied.includes(table) ? 'Unexpected event' : 'Event'} \`${text(row, 'schema')}.${text(row, 'name')}\` that names ${table.label}${copied.includes(table) ? ', expected none that changes it while it is copied' : ' may run meanwhile'}: \`ALTER EVENT … DISABLE\` it until the end, should it do more than write rows`
        }))
    )
  }
})

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-events-table.html */
function enabledEvents(connection: Connection): Promise<Row[]> {
  return connection.query(
    `SELECT event_schema AS \`schema\`, event_name AS name, event_definition AS body
     FROM information_schema.events WHERE status = 'ENABLED' ORDER BY event_schema, event_name`
  )
}

/** As a whole word. */
function namesTable(body: string, name: string): boolean {
  const plain = name.replace(/[^\w]/g, '\\$&')
  return new RegExp(`(?<![\\w$])${plain}(?![\\w$])`, 'i').test(body)
}
