import type {OperationKind} from '../operations/operation.js'
import type {Table} from '../schema/objects.js'

/** What views cannot get or lose, as it is written. */
const ofTables: Partial<Record<OperationKind, string>> = {
  'column.add': 'ADD COLUMN',
  'column.drop': 'DROP COLUMN',
  'column.modify': 'MODIFY',
  'column.set-type': 'ALTER COLUMN … TYPE',
  'column.set-not-null': 'SET NOT NULL',
  'column.drop-not-null': 'DROP NOT NULL',
  'constraint.add': 'ADD CONSTRAINT',
  'constraint.drop': 'DROP CONSTRAINT',
  'index.create': 'CREATE INDEX',
  'table.truncate': 'TRUNCATE'
}

/** The message where an operation is refused since its relation is a view; `undefined` where it is none. */
export function refusedOfView(operation: OperationKind, relation: Table['kind'] | undefined): string | undefined {
  const what = ofTables[operation]
  const isOfView = relation === 'view' || (relation === 'materialized-view' && operation !== 'index.create')
  if (what === undefined || !isOfView) return undefined
  return `Unexpected \`${what}\` of a view, expected a table, or the view to be made anew`
}
