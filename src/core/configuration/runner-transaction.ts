import type {RunnerTransaction} from '../../migrations/load.js'
import {transactionOfSingleQuery} from '../../migrations/reading/transactions.js'
import type {Dialect} from '../../server/server.js'
import type {Configuration} from './configuration.js'

/** How squawk is told that a file is in no transaction, though the runner opens one by default. */
const squawkOutside = 'squawk-disable-assume-in-transaction'

/** The transaction that the configuration says a runner puts around a file; `undefined`: it says nothing. */
export function runnerTransaction({compat, runner}: Configuration, dialect: Dialect): RunnerTransaction | undefined {
  const mode = runner?.transaction
  if (mode === undefined) return undefined
  const oneQuery = mode === 'query'
  return {
    oneQuery,
    modeOf(script) {
      if (compat?.suppressions === true && script.comments.some(({text}) => text === squawkOutside)) return 'none'
      if (!oneQuery) return mode
      // https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html
      return dialect === 'postgres' ? transactionOfSingleQuery(script) : 'none'
    }
  }
}
