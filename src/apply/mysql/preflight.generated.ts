// Written by scripts/generate-part-indexes.ts: do not edit.
import type {PreflightCheck} from '../preflight.js'

/** Each check of the folder, by the names of their files. */
export const checks: readonly PreflightCheck[] = []
