import type {Migration} from '../../migrations/migration.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'

/**
 * Whether a check that is not known itself proves that a column has no `NULL`, by all that the migration shows of it: it
 * is validated before, or dropped after, as the safe sequence does, and its name says what it checks.
 */
export function isProvedByName({script}: Migration, {column, range, table}: Operation<'column.set-not-null'>): boolean {
  return script.statements.some(({commands, range: {start}}) =>
    commands.some(({operations}) =>
      operations.some((each) => {
        const isStep = each.kind === (start < range.start ? 'constraint.validate' : 'constraint.drop')
        return isStep && isSame(each.table, table) && saysNotNull(each.name ?? '', column)
      })
    )
  )
}

function isSame(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema ?? '') === (b.schema ?? '')
}

/** `account_email_not_null`, `email_nn`. */
function saysNotNull(name: string, column: string): boolean {
  return name.toLowerCase().includes(column.toLowerCase()) && /not_?null|non_?null|_nn(?:_|$)/i.test(name)
}
