/** What is done to the session, and transactions. */

export interface SessionOperations {
  /** `value` as text, lists joined by `, `; `undefined`: `DEFAULT`. */
  'session.set': {
    name: string
    value: string | undefined
    scope: 'session' | 'local' | 'global' | 'persist'
    /** PostgreSQL: `SET` of a routine, from where it begins to run. */
    ofRoutine?: true
  }
  /** `name` is `undefined` for `RESET ALL`. `ofRoutine`: back to what it was before the routine has begun. */
  'session.reset': {name: string | undefined; ofRoutine?: true}
  /** `DISCARD`; `all` resets the settings too. */
  'session.discard': {what: 'all' | 'temp' | 'plans' | 'sequences'}
  /** MySQL `USE database`; psql `\connect`. */
  'session.use': {schema: string}
  'transaction.begin': Record<never, never>
  'transaction.commit': {chain?: boolean}
  'transaction.rollback': {chain?: boolean; to?: string}
  'transaction.savepoint': {name: string}
  'transaction.release': {name: string}
  /** `PREPARE TRANSACTION`, XA and their ends. */
  'transaction.prepare': {action: string}
}
