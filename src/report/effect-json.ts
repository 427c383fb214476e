import type {Dialect} from '../server/server.js'
import type {Effect, Scan} from '../knowledge/effect.js'

/** An effect in the words of the JSON contract. */
export interface EffectJson {
  relation: string
  /** PostgreSQL's lock mode, or what MySQL lets others do; `none` and `NONE`: nothing is held. */
  lock: string
  rewrites: boolean
  /** Every row is read, whatever the planner decides. */
  scans: boolean
  /** `maybe`: the planner decides between a scan and an index. */
  scan: Scan
  rebuildsIndexes: string[]
  /** Locked ACCESS EXCLUSIVE, whatever the lock of the relation: no query of it can be planned. Left out where none is. */
  locksIndexes?: string[]
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
    scans: effect.scan === 'table',
    scan: effect.scan,
    rebuildsIndexes: effect.rebuildsIndexes,
    ...(effect.locksIndexes && {locksIndexes: effect.locksIndexes}),
    algorithm: effect.algorithm ?? null,
    confidence: effect.confidence,
    source: effect.source.url
  }
}
