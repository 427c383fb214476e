import type {Platform} from '../../knowledge/platforms/platform.js'
import type {Version} from '../../server/server.js'

/** How changes reach the replicas. */
export const replications = ['physical', 'logical'] as const

export type Replication = (typeof replications)[number]

/** What the configuration says of where migrations run, beside the server itself. */
export interface Deployment {
  /** Who runs the server; `undefined`: its user. */
  platform?: Platform | undefined
  replication?: Replication | undefined
  /** Of all replicas, the one that knows least. */
  oldestReplica?: Version | undefined
}
