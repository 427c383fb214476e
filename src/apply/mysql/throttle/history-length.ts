import {defineThrottle} from '../../throttle.js'

/**
 * Old versions of rows that cannot be purged yet, because somebody may still read them: a long transaction keeps them, and
 * batches make more. https://dev.mysql.com/doc/refman/8.4/en/innodb-purge-configuration.html
 */
export const historyLength = defineThrottle({
  name: 'history-length',
  summary: "how long InnoDB's history list is",
  create:
    () =>
    async ({connection, settings: {maxHistoryLength}}) => {
      if (maxHistoryLength === undefined) return undefined
      const [row] = await connection.query(
        "SELECT count AS length FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'"
      )
      const length = Number(row?.['length'] ?? Infinity)
      if (length <= maxHistoryLength) return undefined
      return `the history list is ${String(length)} long, allowed are ${String(maxHistoryLength)}`
    }
})
