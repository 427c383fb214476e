import type {Session} from '../../schema/session.js'

/**
 * Whether the `sql_mode` that is set is not a strict one: what does not fit is changed silently. Both
 * servers are strict by default.
 * https://dev.mysql.com/doc/refman/9.4/en/sql-mode.html#sql-mode-strict
 */
export function isLax(session: Session): boolean {
  const mode = session.get('sql_mode')
  // What a user variable holds, as at the end of a dump, is the mode from before.
  if (mode === undefined || mode.startsWith('@')) return false
  const isStrictNamed = /strict_(?:trans|all)_tables|traditional/i.test(mode)
  // What is taken from the mode in force keeps all that it does not name.
  return /@@(?:\w+\.)?sql_mode\b/i.test(mode) ? isStrictNamed && /\breplace\b/i.test(mode) : !isStrictNamed
}
