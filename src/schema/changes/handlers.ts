import {columnChanges} from './columns.js'
import {constraintChanges} from './constraints.js'
import type {Handlers} from './context.js'
import {distributionChanges} from './distribution.js'
import {indexChanges} from './indexes.js'
import {objectChanges} from './objects.js'
import {partitionChanges} from './partitions.js'
import {policyChanges} from './policies.js'
import {routineChanges} from './routines.js'
import {schemaChanges} from './schemas.js'
import {sequenceChanges} from './sequences.js'
import {sessionChanges} from './session.js'
import {statisticsChanges} from './statistics.js'
import {tableChanges} from './tables.js'
import {typeChanges} from './types.js'
import {unchanged} from './unchanged.js'
import {viewChanges} from './views.js'

/** What each kind of operation changes. A kind that is missing does not compile. */
export const handlers: Handlers = {
  ...tableChanges,
  ...columnChanges,
  ...constraintChanges,
  ...indexChanges,
  ...partitionChanges,
  ...viewChanges,
  ...typeChanges,
  ...sequenceChanges,
  ...schemaChanges,
  ...policyChanges,
  ...objectChanges,
  ...routineChanges,
  ...sessionChanges,
  ...statisticsChanges,
  ...distributionChanges,
  ...unchanged
}
