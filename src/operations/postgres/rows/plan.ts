/** Statements that are analysed and planned, and do not run: what `PREPARE` and plain `EXPLAIN` lock all the same. */
import type {Node} from 'libpg-query'
import type {Name} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import {operation} from '../lowering.js'
import {as} from '../node.js'
import type {Source} from '../source.js'
import {wholeOf} from '../source.js'
import {readsOf} from './reads.js'
import {lowerQuery} from './statement.js'

/**
 * What is locked for a query that is only looked at.
 *
 * @param prepared Only its names are looked up; a plan, which goes down to partitions, is made when it runs.
 */
export function planQuery(query: Node, source: Source, prepared: boolean): Operation | undefined {
  const made = as(query, 'CreateTableAsStmt')?.query ?? as(query, 'DeclareCursorStmt')?.query ?? query
  const operations = lowerQuery(made, wholeOf(source))
  if (!operations) return undefined
  const changes: Name[] = []
  const inserts: Name[] = []
  for (const one of operations) {
    if (one.kind === 'rows.insert') inserts.push(one.table)
    else if (one.kind === 'rows.update' || one.kind === 'rows.delete' || one.kind === 'rows.merge')
      changes.push(one.table)
  }
  const {lock, relations} = readsOf(made)
  return operation('rows.plan', source.range, {
    prepared,
    changes,
    inserts,
    reads: relations,
    ...(lock === undefined ? {} : {lock})
  })
}
