/** What a copy of a table changes while it is made. */
import type {Operation} from '../../../operations/operation.js'
import {loadReader} from '../../../operations/read.js'
import {typeSql} from '../../../plan/parts/sql.js'
import type {PreflightView} from '../../preflight.js'
import {quoteFullName} from '../../../sql/postgres.js'
import {mayMean, shadowInputs} from '../../view/work.js'

/** Columns that get another type than the plan knows them by: as the change of the table itself would name them. */
export async function retypedByCopy({
  plan,
  serverMajor,
  steps
}: Pick<PreflightView, 'plan' | 'serverMajor' | 'steps'>): Promise<Array<Operation<'column.set-type'>>> {
  const inputs = shadowInputs(steps).filter(({changes}) => changes.length > 0)
  if (inputs.length === 0) return []
  const read = await loadReader({dialect: 'postgres', version: [serverMajor]})
  const operations = inputs.flatMap(({changes, table}) =>
    changes.flatMap((change) =>
      read(change.replace('{{table}}', () => quoteFullName(table))).statements.flatMap(({commands}) =>
        commands.flatMap((command) => command.operations)
      )
    )
  )
  return operations.filter((operation): operation is Operation<'column.set-type'> => {
    if (operation.kind !== 'column.set-type') return false
    const shape = plan.assumes.find((each) => mayMean(operation.table, each))
    const known = shape?.columns.find(({name}) => name === operation.column)?.type
    return known !== undefined && known !== '' && known !== typeSql(operation.type)
  })
}
