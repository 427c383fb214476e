/** SQLSTATE classes of a connection that is lost, or about to be. */
const lost = /^(?:08|57P)/

/**
 * Why the server does not answer a question.
 *
 * @throws What was thrown, where it was not the server that refused, or the connection is gone.
 */
export function refusalOf(error: unknown): string {
  const code = error instanceof Error ? stateOf(error) : undefined
  if (error instanceof Error && typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !lost.test(code)) {
    return error.message
  }
  throw error
}

/** SQLSTATE of an error: `pg` has it as `code`, `mysql2` as `sqlState`, and says whether the connection is gone with it. */
function stateOf(error: Error): unknown {
  if ('fatal' in error && error.fatal === true) return undefined
  if ('sqlState' in error) return error.sqlState
  return 'code' in error ? error.code : undefined
}
