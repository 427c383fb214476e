// Written by scripts/generate-part-indexes.ts: do not edit.
import {capture} from './preflight/capture.js'
import {dependents} from './preflight/dependents.js'
import {diskSpace} from './preflight/disk-space.js'
import {eventTriggers} from './preflight/event-triggers.js'
import {incomingForeignKeys} from './preflight/incoming-foreign-keys.js'
import {inheritance} from './preflight/inheritance.js'
import {invalidIndexes} from './preflight/invalid-indexes.js'
import {keepInSync} from './preflight/keep-in-sync.js'
import {keptTable} from './preflight/kept-table.js'
import {leftovers} from './preflight/leftovers.js'
import {logicalReplication} from './preflight/logical-replication.js'
import {longTransactions} from './preflight/long-transactions.js'
import {missingTables} from './preflight/missing-tables.js'
import {pooler} from './preflight/pooler.js'
import {preparedTransactions} from './preflight/prepared-transactions.js'
import {privileges} from './preflight/privileges.js'
import {readOnly} from './preflight/read-only.js'
import {replacedColumns} from './preflight/replaced-columns.js'
import {replicationSlots} from './preflight/replication-slots.js'
import {revert} from './preflight/revert.js'
import {rowSecurity} from './preflight/row-security.js'
import {schemaUnchanged} from './preflight/schema-unchanged.js'
import {serverVersion} from './preflight/server-version.js'
import {shadowTable} from './preflight/shadow-table.js'
import {standbys} from './preflight/standbys.js'
import {triggers} from './preflight/triggers.js'
import {walSize} from './preflight/wal-size.js'
import {wraparoundVacuum} from './preflight/wraparound-vacuum.js'
import type {PreflightCheck} from '../preflight.js'

/** Each check of the folder, by the names of their files. */
export const checks: readonly PreflightCheck[] = [
  capture,
  dependents,
  diskSpace,
  eventTriggers,
  incomingForeignKeys,
  inheritance,
  invalidIndexes,
  keepInSync,
  keptTable,
  leftovers,
  logicalReplication,
  longTransactions,
  missingTables,
  pooler,
  preparedTransactions,
  privileges,
  readOnly,
  replacedColumns,
  replicationSlots,
  revert,
  rowSecurity,
  schemaUnchanged,
  serverVersion,
  shadowTable,
  standbys,
  triggers,
  walSize,
  wraparoundVacuum
]
