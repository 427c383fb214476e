/** The shape of the reference: what the facts say about one operation on one engine, for people. */
import type {Dialect} from '../../server/server.js'
import type {OperationKind} from '../../operations/operation.js'
import type {Blocks} from '../blocks.js'
import type {Algorithm, Confidence, MysqlLock, PostgresLock, Rewrite, Scan, Source} from '../effect.js'

/** One fact, or the part of it that holds on some versions. */
export interface ReferenceCase {
  /** Which relation, in words. */
  relation: string
  /** Of one relation's cases the first that fits decides; 1 is the first. */
  order: number
  /** In words: `all`, `18 and later`. */
  versions: string
  /** A clause: `where …, unless …`, `otherwise` or `always`. */
  when: string
  /** `as written`: the mode that the statement names; `null`: none, or none that outlives a look. */
  lock: PostgresLock | MysqlLock | 'as written' | null
  blocks: Blocks
  /** What others cannot do meanwhile, in words. */
  blocked: string
  scan: Scan
  rewrite: Rewrite
  /** Which indexes are built anew, in words. */
  indexes: string | null
  /** `null` on PostgreSQL, and where the statement takes no `ALGORITHM` clause. */
  algorithm: Algorithm | null
  /** What happens on replicas, in words. */
  replicas: string
  confidence: Confidence
  /** Where a test has not seen every one of `versions`: those that it has seen. */
  observedOn: string[]
  because: string
  source: Source
}

/** All that is known of an operation on an engine. */
export interface OperationReference {
  operation: OperationKind
  dialect: Dialect
  /** How it is written; `null`: the engine has no such operation. */
  form: string | null
  /** The operation that does the same there. */
  instead: OperationKind | null
  /** Why nobody can foretell what it does. */
  unknown: string | null
  /** Relation by relation, the cheapest case first; none: no relation that exists is touched. */
  cases: ReferenceCase[]
  /** Where the server does otherwise than is commonly said. */
  notes: readonly string[]
}
