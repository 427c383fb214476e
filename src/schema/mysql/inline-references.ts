import type {Server} from '../../server/server.js'
import {inVersions} from '../../server/server.js'

/**
 * Whether `REFERENCES` at a column makes a foreign key: MySQL reads and forgets it before 9.0, MariaDB
 * has honoured it since 10.5, which is older than all that is supported.
 * https://dev.mysql.com/doc/refman/9.4/en/ansi-diff-foreign-keys.html
 */
export function honoursInlineReferences({dialect, version}: Server): boolean {
  return dialect !== 'mysql' || inVersions(version, '>=9')
}
