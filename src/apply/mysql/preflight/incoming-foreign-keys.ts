import type {BatchInput} from '../../../plan/steps.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {errorNumber} from '../error-kind.js'
import {hiddenKeys, incomingKeys} from '../view/incoming-keys.js'
import type {IncomingKey} from '../view/incoming-keys.js'
import {isSame, locate, locateAll, placeOf} from '../view/tables.js'
import type {Located} from '../view/tables.js'
import {batchedOf} from '../view/work.js'

/** What other tables do when rows go or get other keys: all of it is in the transaction of one batch, and fires no triggers. */
export const incomingForeignKeys = definePreflightCheck({
  name: 'incoming-foreign-keys',
  summary: 'no foreign key of another table goes on by itself when rows of batches go or get other keys',
  async check({connection, steps, tables}) {
    const place = await placeOf(connection)
    const batched = batchedOf(steps, locateAll(tables, place), place)
    const found: FoundKey[] = []
    try {
      for (const table of batched) {
        const told = await incomingKeys(connection, table)
        const keys = [...told, ...(await hiddenKeys(connection, table, told))]
        found.push(...keys.map((key) => ({key, table})))
      }
    } catch (error) {
      if (errorNumber(error) !== denied) throw error
      return [notSeen]
    }
    return inputsOf(steps, 'batch').flatMap((batch) => {
      const target = locate(batch.table, place)
      return found.filter(({table}) => isSame(table, target)).flatMap((key) => findingOf(key, batch))
    })
  }
})

interface FoundKey {
  key: IncomingKey
  table: Located
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_SPECIFIC_ACCESS_DENIED_ERROR` */
const denied = 1227

const notSeen: PreflightFinding = {
  severity: 'warning',
  text: 'Unexpected lack of a right, expected to see the foreign keys of other tables, which may go on by themselves when rows of batches go or get other keys: `GRANT PROCESS ON *.*`'
}

const actions: Readonly<Record<string, string>> = {
  CASCADE: 'changes the rows that refer to them too',
  'SET NULL': 'sets NULL in the rows that refer to them',
  'SET DEFAULT': 'sets the default in the rows that refer to them'
}

function findingOf({key, table}: FoundKey, {set = '', verb}: BatchInput): PreflightFinding[] {
  const action = actions[verb === 'delete' ? key.onDelete : key.onUpdate]
  // What is set is named; a name that stands there for another reason does no harm.
  const isConcerned = verb === 'delete' || key.columns.some((column) => set.includes(column))
  if (action === undefined || !isConcerned) return []
  return [
    {
      severity: 'warning',
      text: `Unexpected foreign key \`${key.name}\` of \`${key.child.schema}.${key.child.name}\` to ${table.label}, expected none that goes on by itself when rows ${verb === 'delete' ? 'go' : 'get other keys'}: it ${action}, all in the transaction of one batch`
    }
  ]
}
