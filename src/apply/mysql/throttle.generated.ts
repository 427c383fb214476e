// Written by scripts/generate-part-indexes.ts: do not edit.
import {activeSessions} from './throttle/active-sessions.js'
import {auroraLag} from './throttle/aurora-lag.js'
import {historyLength} from './throttle/history-length.js'
import {query} from '../throttle/query.js'
import {replicaLag} from './throttle/replica-lag.js'
import {windows} from './throttle/windows.js'
import type {Throttle} from '../throttle.js'

/** Each throttle of the folder, by the names of their files. */
export const throttles: readonly Throttle[] = [
  activeSessions,
  auroraLag,
  historyLength,
  query,
  replicaLag,
  windows
]
