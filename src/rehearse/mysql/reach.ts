/** What of MySQL and MariaDB lies outside of the rehearsal's own database. */

/** https://dev.mysql.com/doc/refman/9.4/en/sql-statements.html: accounts, settings, replication, files, other databases. */
const ofTheServer = [
  /^\s*USE\b/i,
  /\b(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:DATABASE|SCHEMA|USER|ROLE|SERVER|(?:UNDO\s+)?TABLESPACE|LOGFILE\s+GROUP|RESOURCE\s+GROUP|SPATIAL\s+REFERENCE)\b/i,
  /^\s*(?:GRANT|REVOKE|RENAME\s+USER|SET\s+PASSWORD|SET\s+(?:DEFAULT\s+)?ROLE|INSTALL|UNINSTALL|SHUTDOWN|RESTART|KILL|RESET|PURGE|CHANGE|FLUSH|CLONE|BINLOG|STOP|LOCK\s+INSTANCE)\b/i,
  /^\s*START\s+(?:SLAVE|REPLICA|GROUP_REPLICATION|ALL\s+(?:SLAVES|REPLICAS))\b/i,
  /\bSET\s+(?:GLOBAL|PERSIST|PERSIST_ONLY)\b/i,
  /@@(?:GLOBAL|PERSIST|PERSIST_ONLY)\.\w+\s*:?=/i,
  /\bINTO\s+(?:OUTFILE|DUMPFILE)\b/i,
  /\bLOAD\s+(?:DATA|XML)\b/i
]

/**
 * Why a statement may not be run on a server of somebody; `undefined`: it may.
 *
 * @param databases That are on the server beside the rehearsal's own.
 */
export function reachesBeyond(sql: string, databases: readonly string[]): string | undefined {
  // A comment with a version is code.
  const text = sql.replace(/\/\*!\d*|\/\*M!\d*|\*\//g, ' ').replace(/\/\*[\s\S]*?\*\/|--\s[^\n]*|#[^\n]*/g, ' ')
  const found = ofTheServer
    .find((pattern) => pattern.test(text))
    ?.exec(text)?.[0]
    .trim()
  if (found !== undefined) {
    return `\`${found.replace(/\s+/g, ' ')}\` is about the whole server or another database, not the rehearsal's own`
  }
  const other = databases.find((name) => names(text, name))
  return other === undefined
    ? undefined
    : `it names \`${other}\`, which is a database of this server that the rehearsal did not make`
}

function names(text: string, database: string): boolean {
  const name = database.replaceAll(/[^\w]/g, '\\$&')
  return new RegExp(`(?<![\\w$.@])(?:\`${name}\`|${name})\\s*\\.\\s*[\`\\w]`, 'i').test(text)
}
