import type {Migration} from '../migrations/migration.js'
import type {Range} from '../parse/source.js'

/** The parts of a file that the runner sends in a transaction each; what is outside of them commits by itself. */
export function transactionsOf({
  transaction,
  transactions
}: Pick<Migration, 'transaction' | 'transactions'>): readonly Range[] {
  if (transactions !== undefined) return transactions
  return transaction === 'migration' ? [{start: 0, end: Infinity}] : []
}

/** The one of them that holds a place. */
export function transactionAt(transactions: readonly Range[], place: number): Range | undefined {
  return transactions.find(({end, start}) => place >= start && place < end)
}
