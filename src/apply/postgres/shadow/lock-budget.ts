/** Several locks in a row, within a time in which nobody who waits for us looks for a deadlock. */
import type {Connection, Limits} from '../../connection/connection.js'

/** Like `lock_not_available` of the server: later. */
class BudgetSpentError extends Error {
  override name = 'BudgetSpentError'
  readonly code = '55P03'
}

/**
 * https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-DEADLOCK-TIMEOUT: a session that has waited so
 * long looks for a deadlock, and ends itself if it finds one.
 */
export class LockBudget {
  readonly #connection: Connection
  readonly #budgetMs: number
  #began: number | undefined

  private constructor(connection: Connection, budgetMs: number) {
    this.#connection = connection
    this.#budgetMs = budgetMs
  }

  /** Half of the server's time, and no more than a lock may be waited for. */
  static async of(connection: Connection, {lockTimeoutMs}: {lockTimeoutMs: number}): Promise<LockBudget> {
    const [row] = await connection.query<{ms: string}>(
      "SELECT setting AS ms FROM pg_settings WHERE name = 'deadlock_timeout'"
    )
    return new LockBudget(connection, Math.min(Number(row?.ms) / 2, lockTimeoutMs))
  }

  /** Milliseconds that are left. */
  left(): number {
    return this.#budgetMs - (this.#began === undefined ? 0 : performance.now() - this.#began)
  }

  limits(): Limits {
    const left = Math.max(1, Math.floor(this.left()))
    return {lockTimeoutMs: left, statementTimeoutMs: left}
  }

  /**
   * Run a statement that waits for a lock; time is counted from the end of the first.
   *
   * @throws When the time is over: the error is one after which the runner tries again.
   */
  async run(statement: string): Promise<void> {
    const left = Math.floor(this.left())
    if (left < 1)
      throw new BudgetSpentError('Unexpected wait for locks, expected all of them in half of `deadlock_timeout`')
    await this.#connection.query("SELECT set_config('lock_timeout', $1, true)", [`${String(left)}ms`])
    await this.#connection.execute(statement)
    this.#began ??= performance.now()
  }
}
