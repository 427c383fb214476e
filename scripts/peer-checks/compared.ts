/** A statement of which sqlsafe says something else than another tool does, because of what the server does. */
import type {Peer} from '../../src/core/peers.js'

export interface Compared {
  sql: string
  /** What exists before. */
  schema: string
  /** What the server does. */
  because: string
  /** Their names of the checks that report it, pass it, or advise it. */
  peers: Partial<Record<Peer, readonly string[]>>
}
