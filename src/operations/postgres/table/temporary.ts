import type {OnCommitAction, RangeVar} from 'libpg-query'
import type {OperationFields} from '../../operation.js'

/** Whether the relation goes with the session, or with the transaction; `pg_temp` as its schema says so too. */
export function toTemporary(
  relation: RangeVar | undefined,
  onCommit: OnCommitAction | undefined
): Pick<OperationFields['table.create'], 'temporary' | 'dropsOnCommit'> {
  return {
    temporary: relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp',
    ...(onCommit === 'ONCOMMIT_DROP' ? {dropsOnCommit: true} : {})
  }
}
