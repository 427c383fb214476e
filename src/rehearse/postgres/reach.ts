/** What of PostgreSQL belongs to the whole server: a rehearsal on a server of somebody leaves it alone. */

/**
 * https://www.postgresql.org/docs/current/catalogs-overview.html: databases, roles, tablespaces and
 * settings of the server are shared by all databases.
 */
const ofTheServer = [
  /\b(?:CREATE|ALTER|DROP)\s+(?:ROLE|USER(?!\s+MAPPING)|GROUP|DATABASE|TABLESPACE)\b/i,
  /\bALTER\s+SYSTEM\b/i,
  /\b(?:REASSIGN|DROP)\s+OWNED\b/i,
  /\bCOMMENT\s+ON\s+(?:ROLE|DATABASE|TABLESPACE)\b/i,
  /\bSECURITY\s+LABEL\b[^;]*\bON\s+(?:ROLE|DATABASE|TABLESPACE)\b/i,
  /\b(?:GRANT|REVOKE)\b[^;]*\bON\s+(?:DATABASE|TABLESPACE|PARAMETER)\b/i,
  /\b(?:pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|dblink\w*)\s*\(/i,
  /\b(?:CREATE|ALTER|DROP)\s+SUBSCRIPTION\b/i
]

/** A function or procedure is only kept; what stands in it does not run now. */
const keptOnly = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\b/i

/** Why a statement may not be run on a server of somebody; `undefined`: it may. */
export function reachesBeyond(sql: string): string | undefined {
  const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  if (keptOnly.test(text)) return undefined
  // A role that is granted to another has no ON.
  const grantsRole = /^\s*(?:GRANT|REVOKE)\b/i.test(text) && !/\bON\b/i.test(text)
  const found = ofTheServer.find((pattern) => pattern.test(text))?.exec(text)?.[0]
  if (found === undefined && !grantsRole) return undefined
  return `\`${(found ?? 'GRANT role').replace(/\s+/g, ' ').replace(/\s*\($/, '')}\` is about the whole server, not about the rehearsal's database`
}
