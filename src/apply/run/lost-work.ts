/** A statement that was at it for so much longer than it waits for a lock has worked before. */
const workMs = 5000

/**
 * What it costs that a statement got no lock: one that builds an index, or rewrites a table, needs the table once more at its
 * end, and is undone where others have it then.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-failure-conditions.html
 *
 * @param failedMs How long it was at it.
 */
export function lostWork(failedMs: number, lockTimeoutMs: number): string {
  if (failedMs <= lockTimeoutMs + workMs) return ''
  return `; the work of ${String(Math.round(failedMs / 1000))} s before is lost`
}
