import type {Plan} from '../../plan/plan.js'
import type {Engine} from '../engine.js'
import type {NewEvent} from '../events.js'
import type {RunRecord} from '../journal.js'
import type {ApplySettings} from '../settings.js'
import type {AskThrottle} from '../throttle.js'

/** How the user can end a run. */
export interface StopSignals {
  /** After the batch at hand. */
  afterBatch: AbortSignal
  /** At once: the statement at hand is cancelled. */
  now: AbortSignal
}

/** What all steps of a run share. */
export interface RunContext {
  engine: Engine
  run: RunRecord
  plan: Plan
  stop: StopSignals
  settings: () => ApplySettings
  setSettings: (settings: ApplySettings) => void
  emit: (event: NewEvent) => void
  throttle: AskThrottle
}
