// Written by scripts/generate-part-indexes.ts: do not edit.
import type {Throttle} from '../throttle.js'

/** Each throttle of the folder, by the names of their files. */
export const throttles: readonly Throttle[] = []
