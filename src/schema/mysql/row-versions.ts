import type {Server} from '../../server/server.js'
import {inVersions} from '../../server/server.js'

/**
 * How many INSTANT changes of columns a table bears between two rebuilds; `undefined`: any number.
 * https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export function rowVersionLimit({dialect, version}: Server): number | undefined {
  if (dialect !== 'mysql' || !inVersions(version, '>=8.0.29')) return undefined
  return inVersions(version, '>=9.1') ? 255 : 64
}
