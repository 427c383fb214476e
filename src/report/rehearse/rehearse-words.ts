/** What a rehearsal says in words, for every format that people read. */
import type {Effect} from '../../knowledge/effect.js'
import type {Difference, HappenedRelation, Rehearsal, RehearsedStatement} from '../../rehearse/rehearsal.js'
import {count} from '../style.js'

/** Where a difference is to be reported. */
export const reportUrl = 'https://github.com/sqlsafe/sqlsafe/issues'

/** One statement and relation, foretold beside happened. */
export interface Comparison {
  relation: string
  foretold: string[]
  happened: string[]
  differences: readonly Difference[]
}

/** What was foretold for a relation: lock, then work. */
export function describeForetold({algorithm, confidence, lock, rebuildsIndexes, rewrite, scan}: Effect): string[] {
  const work = workOf({
    algorithm,
    rewrite: rewrite === 'table',
    scan: scan === 'maybe' ? 'perhaps a scan' : scan === 'table' ? 'scan' : '',
    indexes: rebuildsIndexes,
    otherwise: 'no scan, no rewrite'
  })
  const lines = [lock ?? 'no lock', work]
  return confidence === 'unknown' ? ['unknown; at worst:', ...lines] : lines
}

/** What happened to it. */
export function describeHappened(relation: HappenedRelation, effect: Effect | undefined): string[] {
  const {algorithm, empty, heldMs, indexes, lock, rewrite, scan} = relation
  const before = relation.heldBefore.at(-1)
  const locked =
    lock === undefined ? 'lock not seen' : lock === 'none' ? (before === undefined ? 'no lock' : 'no new lock') : lock
  const skipped = empty && scan === false && effect?.scan === 'table' && effect.rewrite === 'none'
  const work = workOf({
    algorithm: empty && rewrite === true && effect?.algorithm === 'INSTANT' ? undefined : algorithm,
    rewrite: rewrite === true && !(empty && effect?.algorithm === 'INSTANT'),
    scan: scan === true ? 'scan' : skipped ? 'no scan: it is empty' : rewrite === true ? 'made anew: it is empty' : '',
    indexes: indexes ?? [],
    otherwise: `${scan === undefined ? 'scan not seen' : 'no scan'}, ${rewrite === undefined ? 'rewrite not seen' : 'no rewrite'}`
  })
  return [locked, work, ...(heldMs === undefined || lock === 'NONE' ? [] : [`held ${describeMs(heldMs)}`])]
}

function workOf(work: {
  algorithm: string | undefined
  rewrite: boolean
  scan: string
  indexes: readonly string[]
  otherwise: string
}): string {
  const parts = [
    work.algorithm ?? '',
    work.rewrite ? 'rewrite' : work.scan,
    work.indexes.length > 0 ? `rebuilds ${[...work.indexes].sort().join(', ')}` : ''
  ].filter(Boolean)
  return parts.join(', ') || work.otherwise
}

/** The relations of a statement, those that were foretold first. */
export function comparisonsOf({differences, foretold, relations}: RehearsedStatement): Comparison[] {
  const happened = new Map(relations.map((relation) => [relation.name, relation]))
  const effects = new Map(foretold.effects.map((effect) => [effect.relation, effect]))
  return [...new Set([...effects.keys(), ...happened.keys()])].map((name) => {
    const effect = effects.get(name)
    const relation = happened.get(name)
    return {
      relation: name,
      foretold: effect === undefined ? ['nothing'] : describeForetold(effect),
      happened: relation === undefined ? [] : describeHappened(relation, effect),
      differences: differences.filter((each) => each.relation === name)
    }
  })
}

/** `0.4 ms`, `12 ms`, `3.2 s`. */
export function describeMs(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`
  return milliseconds >= 10 ? `${Math.round(milliseconds)} ms` : `${milliseconds.toFixed(1)} ms`
}

const aspects: Record<Difference['aspect'], string> = {
  lock: 'lock',
  scan: 'scan',
  rewrite: 'rewrite',
  indexes: 'rebuilt indexes',
  algorithm: 'algorithm',
  error: 'outcome'
}

/** `customer, lock: foretold SHARE, happened ACCESS EXCLUSIVE`. */
export function describeDifference({aspect, foretold, happened, relation}: Difference): string {
  return `${relation === undefined ? '' : `${relation}, `}${aspects[aspect]}: foretold ${foretold}, happened ${happened}`
}

/** `migrations/0042.sql:7`. */
export function placeOf({foretold: {file, place}}: RehearsedStatement): string {
  return `${file}:${place.start.line}`
}

/** All statements, in order. */
export function statementsOf({migrations}: Rehearsal): RehearsedStatement[] {
  return migrations.flatMap(({statements}) => statements)
}

/** The outcome in one line. */
export function verdictOf(rehearsal: Rehearsal): {good: boolean; text: string} {
  const statements = statementsOf(rehearsal)
  const broken = statements.find(({outcome}) => outcome === 'failed')
  const differences = statements.reduce((sum, each) => sum + each.differences.length, 0)
  const differ = differences === 0 ? '' : count(differences, 'difference')
  if (broken) {
    const expected = broken.foretold.refusal === undefined ? '' : ', as foretold'
    const also = differ === '' ? '' : `; ${differ} from what was foretold`
    return {
      good: false,
      text: `The migration failed at ${placeOf(broken)}${expected}: ${broken.error?.message ?? ''}${also}`
    }
  }
  if (differ !== '') return {good: false, text: `${differ} between what was foretold and what happened`}
  const ran = statements.filter(({outcome}) => outcome === 'ran').length
  return {
    good: true,
    text: `As foretold: ${count(ran, 'statement')} in ${count(rehearsal.migrations.length, 'migration')}`
  }
}
