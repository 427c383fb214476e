// Written by scripts/generate-part-indexes.ts: do not edit.
import {activeSessions} from './throttle/active-sessions.js'
import {deadRows} from './throttle/dead-rows.js'
import {inactiveSlots} from './throttle/inactive-slots.js'
import {oldestTransaction} from './throttle/oldest-transaction.js'
import {query} from '../throttle/query.js'
import {standbyLag} from './throttle/standby-lag.js'
import {windows} from './throttle/windows.js'
import type {Throttle} from '../throttle.js'

/** Each throttle of the folder, by the names of their files. */
export const throttles: readonly Throttle[] = [
  activeSessions,
  deadRows,
  inactiveSlots,
  oldestTransaction,
  query,
  standbyLag,
  windows
]
