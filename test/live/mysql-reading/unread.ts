/**
 * Where we read less than the servers do: what they refuse there, we let pass. Nothing is listed that we refuse and
 * they take.
 */
export interface Unread {
  /** What it is about. */
  name: string
  reason: string
  /** Matches up to where it begins; what a server complains of stands there or behind it. */
  from: RegExp
}

/** Without what no longer differs: that fails the test. */
export const unread: readonly Unread[] = [
  {
    name: 'bodies of routines, triggers and events',
    reason: 'A body is read, statement by statement, where a file calls it; what it says does nothing before that.',
    from: /^CREATE\b[^;]*?\b(?:PROCEDURE|FUNCTION|TRIGGER|EVENT)\s/i
  },
  {
    name: 'queries in definitions',
    reason: 'Another parser reads queries; what it cannot read may still be right.',
    from: /^CREATE\b[^;]*?(?:\b(?:SELECT|VALUES)\b|\bWITH\b(?=\W+\w+\W+AS\b|\s+int\b|\s+WITH\b|\s+SYS\b)|\sAS\b|\sTABLE\s+t\b(?=\s+(?:TABLE|AS)\b))/i
  },
  {
    name: 'accounts and privileges',
    reason: 'Passwords, authentication, limits and columns of privileges change no table, so they are not looked into.',
    from: /^(?:GRANT|REVOKE|SET\s+PASSWORD|(?:CREATE|ALTER|DROP)\s+(?:USER|ROLE))\b/i
  },
  {
    name: 'events',
    reason: 'Schedules change no table, so they are not looked into.',
    from: /^(?:ALTER|DROP)\s+EVENT\b/i
  }
]
