import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {inputsOf} from '../../view/work.js'
import {isSame, locate, locateAll, ofTables, placeOf} from '../view/tables.js'
import {batchedOf, changesOf, copiedOf} from '../view/work.js'

/**
 * A batch and its note are one transaction: in an engine without transactions it would be done twice after a crash.
 * With GTIDs the server refuses the mixture.
 */
export const storageEngine = definePreflightCheck({
  name: 'storage-engine',
  summary: 'rows are changed and copied in tables of an engine with transactions only',
  async check({connection, plan, steps, tables}) {
    const place = await placeOf(connection)
    const located = locateAll(tables, place)
    const operations = await changesOf(
      steps.filter(({kind}) => kind === 'transaction'),
      plan
    )
    const written = operations
      .filter(({kind}) => kind.startsWith('rows.'))
      .flatMap((operation) => ('table' in operation && operation.table ? [locate(operation.table, place)] : []))
    const changed = located.filter((table) => written.some((each) => isSame(each, table)))
    const wanted = new Set([...changed, ...batchedOf(steps, located, place), ...copiedOf(steps, located, place)])
    const found = await ofTables(connection, [...wanted], engineQuery)
    const isBatched = inputsOf(steps, 'transaction').length < steps.length
    return found.map(({row, table}) => ({
      severity: isBatched ? 'error' : 'warning',
      text: `Unexpected engine ${text(row, 'engine')} of ${table.label}, expected one with transactions such as InnoDB: after a crash nobody could tell which rows are done`
    }))
  }
})

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-engines-table.html */
const engineQuery = `
  SELECT t.engine AS engine FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine
  WHERE t.table_schema = ? AND t.table_name = ? AND e.transactions <> 'YES'`
