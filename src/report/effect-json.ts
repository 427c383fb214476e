import type {Dialect} from '../core/server.js'
import type {Effect} from '../knowledge/effect.js'

/** An effect in the words of the JSON contract. */
export interface EffectJson {
  relation: string
  /** PostgreSQL's lock mode, or what MySQL lets others do; `none` and `NONE`: nothing is held. */
  lock: string
  rewrites: boolean
  scans: boolean
  rebuildsIndexes: string[]
  algorithm: string | null
  confidence: string
  source: string
}

/** Put an effect into the words of the JSON contract. */
export function effectJson(effect: Effect, dialect: Dialect): EffectJson {
  return {
    relation: effect.relation,
    lock: effect.lock ?? (dialect === 'postgres' ? 'none' : 'NONE'),
    rewrites: effect.rewrite === 'table',
    // What the planner may do must be reckoned with.
    scans: effect.scan !== 'none',
    rebuildsIndexes: effect.rebuildsIndexes,
    algorithm: effect.algorithm ?? null,
    confidence: effect.confidence,
    source: effect.source.url
  }
}
