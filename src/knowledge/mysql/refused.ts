/** Statements that the server refuses for what their table is. */
import {inVersions} from '../../server/server.js'
import type {Judgement, Source} from '../effect.js'
import {refusedOfView} from '../only-of-tables.js'
import {checkAll} from './conditions/index.js'
import type {RefusalFact} from './fact.js'
import type {Finding} from './finding.js'
import type {Knowledge} from './knowledge.js'
import type {Refusal} from './refusals.js'
import type {Subject} from './subject.js'

type Way = Pick<Finding, 'algorithm'>

/** Why the server refuses one of the operations on a table; `undefined` where nothing is certain. */
export function refusedByTable(knowledge: Knowledge, subjects: readonly Subject[], way: Way): Refusal | undefined {
  for (const subject of subjects) {
    const message = refusedOfView(subject.operation.kind, subject.table?.kind)
    const source = {url: 'https://dev.mysql.com/doc/refman/8.4/en/views.html'}
    if (message !== undefined) return {message, reason: 'object', source}
    const found = findRow(knowledge.refusals, subject, way)
    if (found) return {...found, reason: 'object'}
  }
  return undefined
}

/** Why one of them fails by the names in it. */
export function failingByName(knowledge: Knowledge, subjects: readonly Subject[], way: Way): Judgement['failure'] {
  for (const subject of subjects) {
    const found = findRow(knowledge.failures, subject, way)
    if (found) return {...found, reason: 'name'}
  }
  return undefined
}

function findRow(
  rows: readonly RefusalFact[],
  subject: Subject,
  {algorithm}: Way
): {message: string; source: Source} | undefined {
  const {version} = subject.context.session.server
  const row = rows.find(
    ({operation, versions, when, whenCopied}) =>
      operation === subject.operation.kind &&
      inVersions(version, versions) &&
      (whenCopied === undefined || whenCopied === (algorithm === 'COPY')) &&
      checkAll(when, subject) === true
  )
  return row && {message: `Unexpected ${row.unexpected}, expected ${row.expected}`, source: row.source}
}
