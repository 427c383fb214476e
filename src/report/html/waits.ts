/** Who waits behind a statement, and for how long. */
import type {Dialect} from '../../server/server.js'
import {estimateSeconds, inBytes} from '../../core/sizes/duration.js'
import type {Work} from '../../core/sizes/duration.js'
import type {TimelineEffect, TimelineStatement} from '../../core/timeline.js'
import {describeBlocks, describeBlocksOf} from '../../knowledge/blocks.js'
import type {Effect} from '../../knowledge/effect.js'
import {describeLock} from '../check-words.js'
import {toneOf} from './lanes.js'
import {html} from './markup.js'
import type {Markup} from './markup.js'
import {shortTime} from './times.js'

/** Tables for which the time is told where theirs is not known. */
const sizes = [1e9, 1e10, 1e11] as const

/** What the statement takes itself, with what it does there; then what is held from before. */
export function waitsOf(
  {effects, locks}: TimelineStatement,
  number: number,
  lineOf: (statement: number) => number,
  dialect: Dialect
): Markup {
  const own = effects.map((each) => ownLock(each, dialect))
  const taken = new Set(effects.map(({effect: {lock, relation}}) => `${relation} ${lock ?? ''}`))
  const before = locks
    .filter(({lock, relation, since}) => since < number && !taken.has(`${relation} ${lock}`))
    .filter(({lock}) => toneOf(lock, dialect) !== 'nothing')
    .map(({lock, relation, since, until}) => {
      const end = until === number ? 'it ends here' : `${describeBlocks(lock, dialect)} wait`
      return html`<li class="held">
        <span class="dot ${toneOf(lock, dialect)}"></span> still ${lock} on <code>${relation}</code> from line
        ${lineOf(since)}: ${end}
      </li>`
    })
  return own.length + before.length === 0
    ? html``
    : html`<ul class="waits">
        ${own}${before}
      </ul>`
}

function ownLock({effect, size, work}: TimelineEffect, dialect: Dialect): Markup {
  const tone = toneOf(effect.lock, dialect)
  const blocked = describeBlocksOf(effect, dialect)
  const unknown = effect.confidence === 'unknown'
  return html`<li>
    <span class="dot ${tone}"></span> <b>${describeLock(effect, dialect)}</b>${unknown && ' at worst'} on
    <code>${effect.relation}</code
    ><br />${blocked === 'nothing' ? 'nobody waits' : html`<span class="who">${blocked} wait</span>`},
    ${describeWork(effect, work)}${work && timesOf(effect, work, size.bytes, dialect)}
  </li>`
}

function describeWork({algorithm, rebuildsIndexes, rewrite, scan}: Effect, work: Work | undefined): string {
  if (algorithm === 'COPY') return 'the table is copied'
  if (rewrite === 'table') return algorithm === undefined ? 'the table is rewritten' : 'the table is rebuilt'
  if (rebuildsIndexes.length > 0) return 'indexes are built'
  if (scan === 'none') return 'no scan, no rewrite'
  const read = work === 'build' ? 'read, and sorted or looked up' : 'read'
  return scan === 'table' ? `every row is ${read}` : `rows may be ${read}`
}

function timesOf(effect: Effect, work: Work, bytes: number | undefined, dialect: Dialect): Markup {
  // The rows that a query changes are written too, and nobody knows how many.
  const changesRows = dialect === 'postgres' ? effect.lock === 'ROW EXCLUSIVE' : effect.algorithm === undefined
  const known = bytes === undefined ? sizes : [bytes]
  const times = known.map((size) => {
    return html`<div>
      <dt>${inBytes(size)}</dt>
      <dd>${changesRows && '> '}${shortTime(estimateSeconds(work, size))}</dd>
    </div>`
  })
  return html`<dl class="times${bytes !== undefined && ' known'}">${times}</dl>`
}
