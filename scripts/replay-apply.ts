/** What `sqlsafe apply` printed in the run that `scripts/record-apply.ts` has recorded; no server is asked. */
import {readFileSync} from 'node:fs'
import type {ApplyEvent} from '../src/apply/events.js'
import {createApplyReporter} from '../src/report/apply/apply-events.js'

/** The parameters of that run. */
export const applyParameters = ['apply', 'plan.json', '--database-url', 'env:DATABASE_URL', '--yes']

/** Its events, through the reporter that people see. */
export function replayApply(color: boolean, columns: number): string {
  const file = new URL('../fixtures/demo/live/apply.json', import.meta.url)
  let printed = ''
  const report = createApplyReporter(
    'pretty',
    {color, columns},
    {
      terminal: false,
      write(text) {
        printed += text
      }
    }
  )
  for (const event of JSON.parse(readFileSync(file, 'utf8')) as ApplyEvent[]) report(event)
  return printed
}
