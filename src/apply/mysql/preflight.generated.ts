// Written by scripts/generate-part-indexes.ts: do not edit.
import {binaryLog} from './preflight/binary-log.js'
import {capture} from './preflight/capture.js'
import {cluster} from './preflight/cluster.js'
import {dependents} from './preflight/dependents.js'
import {diskSpace} from './preflight/disk-space.js'
import {events} from './preflight/events.js'
import {externalCopy} from './preflight/external-copy.js'
import {gtid} from './preflight/gtid.js'
import {incomingForeignKeys} from './preflight/incoming-foreign-keys.js'
import {keepInSync} from './preflight/keep-in-sync.js'
import {leftovers} from './preflight/leftovers.js'
import {lockWait} from './preflight/lock-wait.js'
import {longTransactions} from './preflight/long-transactions.js'
import {managedService} from './preflight/managed-service.js'
import {partitions} from './preflight/partitions.js'
import {pooler} from './preflight/pooler.js'
import {preparedTransactions} from './preflight/prepared-transactions.js'
import {privileges} from './preflight/privileges.js'
import {readOnly} from './preflight/read-only.js'
import {replicas} from './preflight/replicas.js'
import {rowVersions} from './preflight/row-versions.js'
import {schemaUnchanged} from './preflight/schema-unchanged.js'
import {serverVersion} from './preflight/server-version.js'
import {shadowCascadingKeys} from './preflight/shadow-cascading-keys.js'
import {shadowCheckNames} from './preflight/shadow-check-names.js'
import {shadowForeignKeys} from './preflight/shadow-foreign-keys.js'
import {shadowIncomingKeys} from './preflight/shadow-incoming-keys.js'
import {shadowShape} from './preflight/shadow-shape.js'
import {shadowTable} from './preflight/shadow-table.js'
import {shadowTriggers} from './preflight/shadow-triggers.js'
import {sqlMode} from './preflight/sql-mode.js'
import {storageEngine} from './preflight/storage-engine.js'
import {triggerRights} from './preflight/trigger-rights.js'
import {triggers} from './preflight/triggers.js'
import type {PreflightCheck} from '../preflight.js'

/** Each check of the folder, by the names of their files. */
export const checks: readonly PreflightCheck[] = [
  binaryLog,
  capture,
  cluster,
  dependents,
  diskSpace,
  events,
  externalCopy,
  gtid,
  incomingForeignKeys,
  keepInSync,
  leftovers,
  lockWait,
  longTransactions,
  managedService,
  partitions,
  pooler,
  preparedTransactions,
  privileges,
  readOnly,
  replicas,
  rowVersions,
  schemaUnchanged,
  serverVersion,
  shadowCascadingKeys,
  shadowCheckNames,
  shadowForeignKeys,
  shadowIncomingKeys,
  shadowShape,
  shadowTable,
  shadowTriggers,
  sqlMode,
  storageEngine,
  triggerRights,
  triggers
]
