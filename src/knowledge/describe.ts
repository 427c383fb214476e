/** Effects in words for people. */
import type {Dialect} from '../server/server.js'
import {describeBlocksOf} from './blocks.js'
import type {BlockingEffect, Effect} from './effect.js'

/** What is done to the relation and who waits: `rewrites `t` under ACCESS EXCLUSIVE, which blocks reads and writes`. */
export function describeWork(effect: BlockingEffect, dialect: Dialect): string {
  return `${describeDoing(effect)}${describeLock(effect)}, which blocks ${describeBlocksOf(effect, dialect)}`
}

/** What decides, for people: where the table is not known in full, that is what has decided. */
export function describeCause({because, confidence}: Effect): string {
  return confidence === 'unknown' ? 'for all that is known of the table' : because
}

/** The longest thing that is done to the relation: a copy, a rewrite, the building of indexes, a scan. */
function describeDoing({algorithm, confidence, rebuildsIndexes, relation, rewrite, scan}: Effect): string {
  const [verb, object] =
    algorithm === 'COPY'
      ? ['copy', `\`${relation}\``]
      : rewrite === 'table'
        ? [algorithm === undefined ? 'rewrite' : 'rebuild', `\`${relation}\``]
        : rebuildsIndexes.length > 0
          ? ['build', `indexes of \`${relation}\` anew`]
          : ['read', `all of \`${relation}\``]
  if (confidence === 'unknown' || scan === 'maybe') return `may ${verb} ${object}`
  return `${verb === 'copy' ? 'copies' : `${verb}s`} ${object}`
}

function describeLock({algorithm, lock, lockedBefore}: BlockingEffect): string {
  if (lock === undefined) return ''
  if (lockedBefore === true) return ` under the ${lock} of its transaction`
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
