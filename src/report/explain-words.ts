/** What `explain` says of an effect in words, wherever people read it. */
import type {Effect} from '../knowledge/effect.js'

/** What is done to the relation while the lock is held, and what decides that. */
export function describeWork({algorithm, because, locksIndexes, rebuildsIndexes, rewrite, scan}: Effect): string {
  const work = [
    algorithm ?? '',
    rewrite === 'table' ? 'rewrite' : '',
    scan === 'table' && rewrite !== 'table' ? 'scan' : scan === 'maybe' ? 'perhaps a scan' : '',
    rebuildsIndexes.length > 0 ? `rebuilds ${rebuildsIndexes.join(', ')}` : '',
    locksIndexes === undefined ? '' : `ACCESS EXCLUSIVE on ${locksIndexes.join(', ')}`
  ].filter(Boolean)
  return clean(`${work.join(', ') || 'no scan, no rewrite'}${because === '' ? '' : `: ${because}`}`)
}

/** One line without control characters, which tables refuse. */
export function clean(text: string): string {
  return text.replace(/[\s\u0000-\u001F\u007F]+/g, ' ').trim()
}
