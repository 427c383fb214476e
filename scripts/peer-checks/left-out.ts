/** Checks of other tools that have no rule here, and why: the one place for it. */
import type {Peer} from '../../src/core/peers.js'

export interface LeftOut {
  /** What is looked for, in a few words. */
  check: string
  /** Why there is no rule for it. */
  because: string
  /** Their names of it. */
  peers: Partial<Record<Peer, readonly string[]>>
}

export const leftOut: readonly LeftOut[] = [
  {
    check: 'Columns in an order that wastes padding',
    because: 'A few bytes for each row are no danger, and the order cannot be changed later without a rewrite.',
    peers: {MigrationPilot: ['MP061'], atlas: ['PG110']}
  }
]
