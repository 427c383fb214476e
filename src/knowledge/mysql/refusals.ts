/** Statements that parse, and that a server refuses for what it does not know. */
import type {Operation} from '../../operations/operation.js'
import type {Server} from '../../server/server.js'
import {inVersions} from '../../server/server.js'
import type {Judgement} from '../effect.js'
import {repeatedColumn} from '../repeated-columns.js'

export type Refusal = NonNullable<Judgement['refusal']>

interface UnknownThing {
  dialect: Server['dialect']
  versions: string
  /** What the statement would need the server to know. */
  needs: (operation: Operation) => string | undefined
  url: string
}

const mariadbEngines = new Set(['aria', 's3', 'columnstore', 'spider', 'mroonga', 'connect', 'sphinx', 'oqgraph'])
const mysqlOptions = new Set(['encryption', 'compression', 'engine_attribute', 'secondary_engine_attribute'])

function engineOf(operation: Operation): string | undefined {
  if (operation.kind === 'table.set-engine') return operation.engine
  return operation.kind === 'table.create' ? operation.options['engine'] : undefined
}

const unknownThings: readonly UnknownThing[] = [
  {
    dialect: 'mysql',
    versions: '*',
    needs: (operation) => {
      const engine = engineOf(operation)?.toLowerCase()
      return engine !== undefined && mariadbEngines.has(engine) ? `storage engine \`${engine}\`` : undefined
    },
    url: 'https://dev.mysql.com/doc/refman/8.4/en/storage-engines.html'
  },
  {
    dialect: 'mariadb',
    versions: '*',
    needs: (operation) =>
      operation.kind === 'table.set-option' && mysqlOptions.has(operation.option)
        ? `table option \`${operation.option.toUpperCase()}\``
        : undefined,
    url: 'https://mariadb.com/kb/en/create-table/#table-options'
  }
]

/** Why the server will not run a statement, whatever the table is; `undefined` where it may. */
export function refusalOf(operations: readonly Operation[], server: Server): Refusal | undefined {
  for (const {dialect, needs, url, versions} of unknownThings) {
    if (dialect !== server.dialect || !inVersions(server.version, versions)) continue
    const thing = operations.map(needs).find((need) => need !== undefined)
    if (thing === undefined) continue
    const name = dialect === 'mysql' ? 'MySQL' : 'MariaDB'
    return {message: `Unexpected ${thing}, expected one that ${name} knows`, reason: 'version', source: {url}}
  }
  for (const operation of operations) {
    const repeated = repeatedColumn(operation, (column) => column.toLowerCase())
    if (!repeated) continue
    const message = `Unexpected \`${repeated.column}\` twice in one key, expected each column once`
    return {message, reason: 'object', source: {url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html'}}
  }
  return undefined
}
