/** The reference of PostgreSQL. */
import type {OperationKind} from '../../operations/operation.js'
import {blocksOf, describeBlocksOf} from '../blocks.js'
import {postgresLocks} from '../effect.js'
import {conditionWords} from '../postgres/conditions/words.js'
import type {PostgresFact} from '../postgres/fact.js'
import {facts} from '../postgres/facts/index.js'
import {roleWords} from '../postgres/roles/words.js'
import {place} from './arrange.js'
import type {Placed} from './arrange.js'
import type {ReferenceCase} from './cases.js'
import {replicasOf} from './replicas.js'
import {segmentsOf} from './segments.js'
import type {Segment} from './segments.js'

const indexWords: Readonly<Partial<Record<string, string>>> = {
  all: 'all',
  dependent: 'those that do not fit',
  named: 'the one that is named',
  'part-of-named': 'its part of the one that is named',
  replaced: 'one that is dropped and made again'
}

/** Each major version is one that tests have run. */
export const postgresSegments: readonly Segment[] = segmentsOf('postgres', ['>=15', '>=16', '>=17', '>=18'])

/** The cases of an operation on some versions. */
export function postgresCases(operation: OperationKind, segments: readonly Segment[]): ReferenceCase[] {
  const roles = [...new Set(facts[operation].map(({on}) => on))].filter((role) => role !== 'nothing')
  return roles.flatMap((role) =>
    place(
      facts[operation].filter(({on}) => on === role),
      segments,
      conditionWords
    )
      .map((placed) => caseOf(operation, placed))
      .sort((a, b) => cost(a) - cost(b))
  )
}

function caseOf(operation: OperationKind, {fact, order, versions, when}: Placed<PostgresFact>): ReferenceCase {
  const held = fact.lock === 'none' ? undefined : fact.lock === 'as-written' ? 'ACCESS EXCLUSIVE' : fact.lock
  const work = {
    lock: fact.lock === 'as-written' ? ('as written' as const) : (held ?? null),
    scan: fact.scan,
    rewrite: fact.rewrite,
    indexes: indexWords[fact.indexes] ?? null,
    algorithm: null
  }
  const effect = {lock: held, ...(fact.locked === 'none' ? {} : {locksIndexes: [fact.locked]})}
  const blocked = describeBlocksOf(effect, 'postgres')
  return {
    relation: roleWords[fact.on],
    order,
    versions,
    when,
    ...work,
    blocks: blocksOf(effect, 'postgres'),
    blocked: work.lock === 'as written' ? `up to ${blocked}, as written` : blocked,
    replicas: replicasOf('postgres', operation, work),
    confidence: fact.proof,
    observedOn: [],
    because: fact.because,
    source: fact.source
  }
}

/** The longest work first of all, then the strongest lock. */
function cost({indexes, lock, rewrite, scan}: ReferenceCase): number {
  const strength = postgresLocks.findIndex((one) => one === lock) + 1
  const work =
    (rewrite === 'table' ? 4 : 0) + (indexes === null ? 0 : 2) + (scan === 'table' ? 2 : scan === 'maybe' ? 1 : 0)
  return work * 100 + (lock === 'as written' ? postgresLocks.length : strength)
}
