/** Faults of releases that were mended in a later one of the same version, and that a migration can run into. */
import type {Server} from '../../server/server.js'

/**
 * Whether `CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` may leave rows out of the index. Known only where the
 * release is: `14` alone is taken for its newest.
 *
 * https://www.postgresql.org/docs/release/14.4/
 */
export function corruptsConcurrentIndexes({dialect, version: [major, minor]}: Server): boolean {
  return dialect === 'postgres' && major === 14 && minor !== undefined && minor < 4
}
