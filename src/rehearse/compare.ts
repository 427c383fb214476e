import type {Effect} from '../knowledge/effect.js'
import {strongerLock} from '../knowledge/blocks.js'
import type {Difference, ForetoldStatement, Observation, ObservedRelation} from './rehearsal.js'

/**
 * Refusals that files can tell: a syntax that the version lacks, a statement that refuses a transaction,
 * a clause that cannot be had. That rows or privileges do not fit is nothing that could be foretold.
 */
const foretellable = new Set([
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  '42601',
  '25001',
  // https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: syntax; a clause of ALGORITHM or LOCK
  '1064',
  '1221',
  '1845',
  '1846',
  '4092'
])

const words = {none: 'none', yes: 'yes', no: 'no'}

/** What of an observation is not as foretold. What is not known, or cannot be seen, is no difference. */
export function compare(foretold: ForetoldStatement, {error, relations}: Observation): Difference[] {
  if (error !== undefined) return compareError(foretold, error)
  const found: Difference[] = []
  if (foretold.refusal !== undefined) {
    found.push({relation: undefined, aspect: 'error', foretold: foretold.refusal.message, happened: 'it runs'})
  }
  // What could not be read in full was said to be unknown.
  if (foretold.problem !== undefined) return found

  const observed = new Map(relations.map((relation) => [relation.name, relation]))
  const effects = new Map(foretold.effects.map((effect) => [effect.relation, effect]))
  for (const [name, relation] of observed) {
    const effect = effects.get(name)
    if (effect?.confidence === 'unknown') continue
    if (effect !== undefined && foretold.conditional.has(name) && isUntouched(relation)) continue
    found.push(...compareRelation(name, effect, relation))
  }
  return found
}

function compareError(
  {problem, refusal}: ForetoldStatement,
  {code, message}: {code: string; message: string}
): Difference[] {
  if (refusal !== undefined || problem !== undefined || !foretellable.has(code)) return []
  return [{relation: undefined, aspect: 'error', foretold: 'it runs', happened: `error ${code}: ${message}`}]
}

function isUntouched({indexes, lock, rewrite, scan}: ObservedRelation): boolean {
  return (lock === 'none' || lock === undefined) && scan !== true && rewrite !== true && (indexes ?? []).length === 0
}

function compareRelation(relation: string, effect: Effect | undefined, observed: ObservedRelation): Difference[] {
  const found: Difference[] = []
  const differ = (aspect: Difference['aspect'], foretold: string, happened: string): void => {
    if (foretold !== happened) found.push({relation, aspect, foretold, happened})
  }
  if (observed.lock !== undefined && !isSameLock(effect, observed)) {
    differ('lock', effect?.lock ?? words.none, observed.lock)
  }
  if (observed.algorithm !== undefined && effect?.algorithm !== undefined) {
    differ('algorithm', effect.algorithm, observed.algorithm)
  }
  if (observed.scan !== undefined && effect?.scan !== 'maybe' && !isUnneededScan(effect, observed)) {
    differ('scan', effect?.scan === 'table' ? words.yes : words.no, observed.scan ? words.yes : words.no)
  }
  if (observed.rewrite !== undefined) {
    differ('rewrite', effect?.rewrite === 'table' ? words.yes : words.no, observed.rewrite ? words.yes : words.no)
  }
  if (observed.indexes !== undefined) {
    differ('indexes', inOrder(effect?.rebuildsIndexes ?? []), inOrder(observed.indexes))
  }
  return found
}

/** A lock that the transaction holds already is not taken anew, and a stronger one takes its place. */
function isSameLock(effect: Effect | undefined, {heldBefore, lock}: ObservedRelation): boolean {
  const foretold = effect?.lock
  const taken = lock === 'none' ? undefined : lock
  if (foretold === taken) return true
  if (foretold === undefined) return false
  if (!heldBefore.includes(foretold)) return false
  // Weaker ones that it takes beside it add nothing.
  return taken === undefined || strongerLock(foretold, taken) === foretold
}

/** Nothing has to be read of a table without rows. */
function isUnneededScan(effect: Effect | undefined, {empty, scan}: ObservedRelation): boolean {
  return effect?.scan === 'table' && empty && scan === false
}

function inOrder(names: readonly string[]): string {
  return names.length === 0 ? words.none : [...names].sort().join(', ')
}
