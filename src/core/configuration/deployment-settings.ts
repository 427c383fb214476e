import type {Deployment} from '../deployment/deployment.js'
import type {Dialect} from '../../server/server.js'
import {readServerVersion} from '../../server/supported.js'
import type {Configuration} from './configuration.js'

/**
 * What the configuration says of where migrations run.
 *
 * @throws {UsageError} When a version in it cannot be read.
 */
export function deploymentOf({platform, replication, topology}: Configuration, dialect: Dialect): Deployment {
  const oldest = topology?.oldestReplica
  return {
    platform,
    replication,
    oldestReplica: oldest === undefined ? undefined : readServerVersion(dialect, oldest, 'topology.oldestReplica')
  }
}
