/** Statements that the server refuses for what their table is. */
import {inVersions} from '../../server/server.js'
import {refusedOfView} from '../only-of-tables.js'
import {checkAll} from './conditions/index.js'
import type {Finding} from './finding.js'
import type {Knowledge} from './knowledge.js'
import type {Refusal} from './refusals.js'
import type {Subject} from './subject.js'

/** Why the server refuses one of the operations on a table; `undefined` where nothing is certain. */
export function refusedByTable(
  knowledge: Knowledge,
  subjects: readonly Subject[],
  {algorithm}: Pick<Finding, 'algorithm'>
): Refusal | undefined {
  for (const subject of subjects) {
    const message = refusedOfView(subject.operation.kind, subject.table?.kind)
    const source = {url: 'https://dev.mysql.com/doc/refman/8.4/en/views.html'}
    if (message !== undefined) return {message, reason: 'object', source}
    const {version} = subject.context.session.server
    const row = knowledge.refusals.find(
      ({operation, versions, when, whenCopied}) =>
        operation === subject.operation.kind &&
        inVersions(version, versions) &&
        (whenCopied === undefined || whenCopied === (algorithm === 'COPY')) &&
        checkAll(when, subject) === true
    )
    if (!row) continue
    return {message: `Unexpected ${row.unexpected}, expected ${row.expected}`, reason: 'object', source: row.source}
  }
  return undefined
}
