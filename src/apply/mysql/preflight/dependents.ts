import type {Operation} from '../../../operations/operation.js'
import type {Connection, Row} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import type {PreflightFinding} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {isSame, locate, locateAll, placeOf} from '../view/tables.js'
import type {Located, Place} from '../view/tables.js'
import {changesOf, isOn} from '../view/work.js'

/** The server lets a column go that a view, a trigger or a routine reads: they fail when they are used next. */
export const dependents = definePreflightCheck({
  name: 'dependents',
  summary: 'no view, trigger, routine or event names what is dropped or renamed',
  async check({connection, plan, steps, tables}) {
    const place = await placeOf(connection)
    const operations = await changesOf(steps, plan)
    const gone = locateAll(tables, place).flatMap((table) =>
      operations.filter((each) => isOn(each, table, place)).flatMap((each) => partsOf(each, table))
    )
    if (gone.length === 0) return []
    const goesToo = goingWith(operations, place)
    const texts = (await textsOf(connection)).filter((row) => !goesToo(row))
    const found = new Map<string, PreflightFinding>()
    for (const row of texts) {
      for (const {column, table, what} of gone) {
        const body = text(row, 'body')
        const isOfTable = names(body, table.name) || text(row, 'on_table') === table.name
        const isNear = row['schema'] === table.schema || names(body, table.schema)
        if (!isNear || !isOfTable || (column !== undefined && !names(body, column))) continue
        const object = `${text(row, 'kind')} \`${text(row, 'schema')}.${text(row, 'name')}\``
        found.set(`${object} ${what}`, {
          severity: 'warning',
          text: `Unexpected ${object} that names ${what}, expected none: it fails when it is used next; change it before`
        })
      }
    }
    return [...found.values()]
  }
})

/** Views and triggers that the steps drop too, such as those that the plan itself has made: some get another name before. */
function goingWith(operations: readonly Operation[], place: Place): (row: Row) => boolean {
  const views = operations.flatMap((each) => (each.kind === 'view.drop' ? [locate(each.view, place)] : []))
  const renamed = operations.flatMap((each) =>
    each.kind === 'table.rename' && views.some((view) => isSame(view, locate(each.to, place)))
      ? [locate(each.table, place)]
      : []
  )
  const triggers = operations.flatMap((each) =>
    each.kind === 'trigger.drop'
      ? [locate(each.schema === undefined ? {name: each.name} : {name: each.name, schema: each.schema}, place)]
      : []
  )
  return (row) => {
    const going = row['kind'] === 'view' ? [...views, ...renamed] : row['kind'] === 'trigger' ? triggers : []
    return going.some((each) => isSame(each, {schema: text(row, 'schema'), name: text(row, 'name')}))
  }
}

/** What is not there any longer under its name. */
interface Gone {
  table: Located
  column?: string
  what: string
}

function partsOf(operation: Operation, table: Located): Gone[] {
  const column = (name: string, how: string): Gone[] => [
    {table, column: name, what: `column \`${name}\` of ${table.label}, which is ${how}`}
  ]
  switch (operation.kind) {
    case 'column.drop':
      return column(operation.column, 'dropped')
    case 'column.rename':
      return column(operation.column, 'renamed')
    case 'column.modify':
      return operation.definition.name === operation.column ? [] : column(operation.column, 'renamed')
    case 'table.drop':
      return [{table, what: `${table.label}, which is dropped`}]
    case 'table.rename':
      return [{table, what: `${table.label}, which is renamed`}]
    default:
      return []
  }
}

/** As a whole word; names in the bodies of routines stand as they were written. */
function names(body: string, name: string): boolean {
  const plain = name.replace(/[^\w]/g, '\\$&')
  return new RegExp(`(?<![\\w$])${plain}(?![\\w$])`, 'i').test(body)
}

/** Bodies that this account may see; those of `sys` are of the server. A trigger of the table goes with it. */
function textsOf(connection: Connection): Promise<Row[]> {
  const own = (schema: string): string =>
    `${schema} NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')`
  return connection.query(
    `SELECT 'view' AS kind, table_schema AS \`schema\`, table_name AS name, coalesce(view_definition, '') AS body,
       '' AS on_table
     FROM information_schema.views WHERE ${own('table_schema')}
     UNION ALL
     SELECT 'trigger', trigger_schema, trigger_name, action_statement, event_object_table
     FROM information_schema.triggers WHERE ${own('trigger_schema')}
     UNION ALL
     SELECT lower(routine_type), routine_schema, routine_name, coalesce(routine_definition, ''), ''
     FROM information_schema.routines WHERE ${own('routine_schema')}
     UNION ALL
     SELECT 'event', event_schema, event_name, event_definition, ''
     FROM information_schema.events WHERE ${own('event_schema')}
     ORDER BY 1, 2, 3`
  )
}
