import type {CopyStmt} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {wholeOf} from '../source.js'
import {callsIn, readsOf} from './reads.js'
import {lowerQuery} from './statement.js'

/** `COPY`. A query in it that changes rows is an operation too. */
export const copyRows: Lowering<CopyStmt> = ({is_from, query, relation}, source) => {
  const table = relation && toName(relation)
  const changes: Operation[] = query && !('SelectStmt' in query) ? (lowerQuery(query, wholeOf(source)) ?? []) : []
  const direction = is_from ? 'from' : 'to'
  const found = readsOf(query)
  return [
    ...changes,
    operation('rows.copy', source.range, {table, direction, reads: found.relations, ...callsIn(found)})
  ]
}
