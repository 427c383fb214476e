/**
 * Types without an equality that sorting or hashing could use: `DISTINCT`, `UNION` and `GROUP BY` refuse them.
 * https://www.postgresql.org/docs/current/indexes-opclass.html
 */
export const incomparableTypes: ReadonlySet<string> = new Set([
  ...['json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle']
])
