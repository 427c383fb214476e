import type {Dialect} from '../../server/server.js'
import type {Timeline, TimelineLock, TimelineStatement} from '../../core/timeline.js'
import {blocks, describeBlocks} from '../../knowledge/blocks.js'
import {works} from '../../knowledge/describe.js'
import {html} from './markup.js'
import type {Markup} from './markup.js'

/** As many fit beside a statement. */
const most = 6

/** What a lock keeps others from, as the name of a colour. */
type Tone = 'reads' | 'writes' | 'changes' | 'nothing'

/** The colour of a lock. */
export function toneOf(lock: TimelineLock['lock'] | undefined, dialect: Dialect): Tone {
  const {reads, schemaChanges, writes} = blocks(lock, dialect)
  if (reads) return 'reads'
  if (writes) return 'writes'
  return schemaChanges ? 'changes' : 'nothing'
}

/** Relations that get a lane: those whose locks keep most people out; the others are told in words only. */
export function lanesOf({statements}: Timeline, dialect: Dialect): {lanes: string[]; others: number} {
  const tones: readonly Tone[] = ['nothing', 'changes', 'writes', 'reads']
  const worst = new Map<string, number>()
  for (const {lock, relation} of statements.flatMap(({locks}) => locks)) {
    worst.set(relation, Math.max(worst.get(relation) ?? 0, tones.indexOf(toneOf(lock, dialect))))
  }
  const relations = [...worst].filter(([, tone]) => tone > 0)
  const chosen = new Set(
    [...relations]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([relation]) => relation)
  )
  const lanes = relations.map(([relation]) => relation).filter((relation) => chosen.has(relation))
  return {lanes, others: relations.length - lanes.length}
}

/** The cells of one statement: a bar where a lock is held, full where work is done under it. */
export function laneCells(
  {effects, locks}: TimelineStatement,
  number: number,
  lanes: readonly string[],
  dialect: Dialect
): Markup[] {
  return lanes.map((lane) => {
    const held = locks.find(({relation}) => relation === lane)
    if (held === undefined) return html`<td class="lane"></td>`
    const worked = effects.some(({effect}) => effect.relation === lane && works(effect))
    const ends = `${held.since === number ? ' first' : ''}${held.until === number ? ' last' : ''}`
    const said = `${held.lock} on ${lane}: blocks ${describeBlocks(held.lock, dialect)}`
    return html`<td class="lane">
      <span class="bar ${toneOf(held.lock, dialect)}${worked && ' works'}${ends}" title="${said}"
        ><span class="unseen">${held.lock}</span></span
      >
    </td>`
  })
}
