/**
 * One condition of a WHERE that all rows meet (a conjunct): `column` compared with values that are
 * written there (`equals`, `from`, `to`), with `NULL` (`null`, `set`) or with another column, a sub-select with a LIMIT,
 * or one that constants decide for all rows (`true`, `false`).
 */
export type Term =
  | {kind: 'equals' | 'from' | 'to' | 'between' | 'null' | 'set'; column: string}
  | {kind: 'join' | 'limited' | 'true' | 'false' | 'other'}
