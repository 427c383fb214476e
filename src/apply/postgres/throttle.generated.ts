// Written by scripts/generate-part-indexes.ts: do not edit.
import {windows} from './throttle/windows.js'
import type {Throttle} from '../throttle.js'

/** Each throttle of the folder, by the names of their files. */
export const throttles: readonly Throttle[] = [
  windows
]
