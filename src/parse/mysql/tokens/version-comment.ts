import type {Server} from '../../../server/server.js'

/**
 * Whether the server runs what stands in a comment that opens with `/*!NNNNN` or `/*M!NNNNNN`. MariaDB leaves out what
 * is meant for MySQL 5.7 and newer.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/comments.html
 * https://mariadb.com/docs/server/reference/sql-structure/comments#executable-comment-syntax
 *
 * @param digits The version in the comment, empty where there is none.
 */
export function runsVersionComment(server: Server, mariadbOnly: boolean, digits: string): boolean {
  if (mariadbOnly && server.dialect !== 'mariadb') return false
  if (digits === '') return true
  const version = Number(digits)
  if (version > versionNumber(server)) return false
  return server.dialect !== 'mariadb' || mariadbOnly || version < 50_700 || version > 99_999
}

/** A version as servers number themselves, `80029`; parts that are not known count as the newest. */
function versionNumber({version: [major = 0, minor = 99, patch = 99]}: Server): number {
  return major * 10_000 + minor * 100 + patch
}
