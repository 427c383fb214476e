/** Effects in words for people. */
import type {Dialect} from '../core/server.js'
import {describeBlocks} from './blocks.js'
import type {Effect} from './effect.js'

/** What is done to the relation and who waits: `rewrites `t` under ACCESS EXCLUSIVE, which blocks reads and writes`. */
export function describeWork(effect: Effect, dialect: Dialect): string {
  return `${describeDoing(effect)}${describeLock(effect)}, which blocks ${describeBlocks(effect.lock, dialect)}`
}

/** The longest thing that is done to the relation: a copy, a rewrite, the building of indexes, a scan. */
function describeDoing({algorithm, rebuildsIndexes, relation, rewrite, scan}: Effect): string {
  if (algorithm === 'COPY') return `copies \`${relation}\``
  if (rewrite === 'table') return `rewrites \`${relation}\``
  if (rebuildsIndexes.length > 0) return `builds indexes of \`${relation}\` anew`
  if (algorithm !== undefined) return `reads all of \`${relation}\``
  return scan === 'maybe' ? `may read all of \`${relation}\`` : `reads all of \`${relation}\``
}

function describeLock({algorithm, lock}: Effect): string {
  if (lock === undefined) return ''
  return algorithm === undefined ? ` under ${lock}` : ` with ALGORITHM=${algorithm}, LOCK=${lock}`
}

/** PostgreSQL: rows are read, none is written: it is a constraint that wants to see them. */
export function scansOnly({algorithm, rewrite, scan}: Effect): boolean {
  return algorithm === undefined && rewrite === 'none' && scan !== 'none'
}

/** Whether it takes the longer, the bigger the relation is. */
export function works({rebuildsIndexes, rewrite, scan}: Effect): boolean {
  return scan !== 'none' || rewrite !== 'none' || rebuildsIndexes.length > 0
}
