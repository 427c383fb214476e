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

  const effects = new Map(foretold.effects.map((effect) => [effect.relation, effect]))
  for (const relation of relations) {
    const effect = effects.get(relation.name)
    if (effect?.confidence === 'unknown') continue
    const atMost = foretold.data || foretold.conditional.has(relation.name)
    found.push(...compareRelation(effect, relation, {atMost, data: foretold.data}))
  }
  for (const {confidence, lock, relation} of foretold.effects) {
    if (confidence === 'unknown' || lock === undefined || lock === 'NONE' || !foretold.known.has(relation)) continue
    if (foretold.conditional.has(relation) || relations.some(({name}) => name === relation)) continue
    found.push({relation, aspect: 'lock', foretold: lock, happened: 'there is no such relation'})
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

/** How strictly a relation is compared. */
interface Strictness {
  /** What is foretold need not happen: a branch that is not taken, a cascade that meets no row. */
  atMost: boolean
  /** What triggers and the planner do to rows is told by no file. */
  data: boolean
}

function compareRelation(effect: Effect | undefined, observed: ObservedRelation, strictness: Strictness): Difference[] {
  const {indexes, lock, name: relation, scan} = observed
  const found: Difference[] = []
  const {algorithm, rewrite} = isRebuiltAsEmpty(effect, observed) ? {} : observed
  const differ = (aspect: Difference['aspect'], foretold: string, happened: string): void => {
    if (foretold !== happened) found.push({relation, aspect, foretold, happened})
  }
  if (lock !== undefined && !isSameLock(effect, observed, strictness)) {
    differ('lock', effect?.lock ?? words.none, lock)
  }
  if (algorithm !== undefined && effect?.algorithm !== undefined) differ('algorithm', effect.algorithm, algorithm)
  if (scan !== undefined && !isSameScan(effect, observed, strictness)) {
    differ('scan', effect?.scan === 'table' ? words.yes : words.no, scan ? words.yes : words.no)
  }
  if (rewrite !== undefined && !(strictness.atMost && !rewrite)) {
    differ('rewrite', effect?.rewrite === 'table' ? words.yes : words.no, rewrite ? words.yes : words.no)
  }
  if (indexes !== undefined && !(strictness.atMost && indexes.length === 0)) {
    differ('indexes', inOrder(effect?.rebuildsIndexes ?? []), inOrder(indexes))
  }
  return found
}

function isSameLock(effect: Effect | undefined, {heldBefore, lock}: ObservedRelation, strictness: Strictness): boolean {
  // `NONE` of MySQL: others may do what they like.
  const foretold = effect?.lock === 'NONE' ? undefined : effect?.lock
  const taken = lock === 'none' || lock === 'NONE' ? undefined : lock
  if (foretold === taken) return true
  const enough = taken === undefined || strongerLock(foretold, taken) === foretold
  if (strictness.atMost && enough) return true
  if (strictness.data && effect === undefined) return taken !== undefined && isOfRows(taken)
  // What the transaction has already is not taken anew; weaker ones beside it add nothing.
  return foretold !== undefined && heldBefore.includes(foretold) && enough
}

/**
 * A table without rows is made anew at once where one with rows changes INSTANT (seen on MySQL 9.7): the
 * next INSTANT change then starts without row versions.
 */
function isRebuiltAsEmpty(effect: Effect | undefined, {empty, rewrite}: ObservedRelation): boolean {
  return effect?.algorithm === 'INSTANT' && empty && rewrite === true
}

/** A lock that stops neither reading nor writing: triggers take it of the tables that they work on. */
function isOfRows(lock: NonNullable<Effect['lock']>): boolean {
  return lock === 'ACCESS SHARE' || lock === 'ROW SHARE' || lock === 'ROW EXCLUSIVE'
}

function isSameScan(effect: Effect | undefined, {empty, scan}: ObservedRelation, {atMost, data}: Strictness): boolean {
  if (effect?.scan === 'maybe') return true
  if (scan === true) return effect?.scan === 'table' || data
  // Nothing has to be read of a table without rows.
  return effect?.scan !== 'table' || empty || atMost
}

function inOrder(names: readonly string[]): string {
  return names.length === 0 ? words.none : [...names].sort().join(', ')
}
