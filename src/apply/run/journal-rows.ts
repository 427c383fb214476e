/** Rows of the journal as data; both engines give their columns the same names. */
import type {Plan} from '../../plan/plan.js'
import type {Row} from '../connection/connection.js'
import {text} from '../connection/row.js'
import type {Control, RunStatus} from '../journal.js'
import {defaultSettings} from '../settings.js'
import type {ApplySettings} from '../settings.js'
import type {RunRow, StepRow} from './overview.js'

/** A run with its steps, in their order, and the last statement of it that has failed. */
export function toRun(row: Row, steps: readonly Row[], failure: Row | undefined): RunRow {
  return {
    id: text(row, 'id'),
    status: text(row, 'status') as RunStatus,
    control: text(row, 'control') as Control,
    plan: JSON.parse(text(row, 'plan')) as Plan,
    settings: {...defaultSettings, ...(JSON.parse(text(row, 'settings')) as Partial<ApplySettings>)},
    began: text(row, 'began'),
    changed: text(row, 'changed'),
    error: row['error'] ?? undefined,
    steps: steps.map(toStep),
    lastFailure: failure && {
      at: text(failure, 'at'),
      step: text(failure, 'step'),
      sql: text(failure, 'sql'),
      error: text(failure, 'error')
    }
  }
}

function toStep(row: Row): StepRow {
  return {
    step: text(row, 'step'),
    status: row['status'] === 'done' ? 'done' : 'begun',
    rows: Number(text(row, 'rows')),
    total: row['total'] == null ? undefined : Number(row['total']),
    waitsFor: row['waits_for'] ?? undefined,
    seconds: Number(text(row, 'seconds'))
  }
}
