import {prepare, settingsFor} from '../apply/run/apply.js'
import {openEngine} from '../apply/run/open-engine.js'
import {planRevert} from '../apply/run/revert.js'
import {resolveUrl} from '../core/live.js'
import {planPretty} from '../report/plan/plan-pretty.js'
import {settingsFrom} from './apply-settings.js'
import type {ApplyOptions} from './apply-settings.js'
import {styleOf} from './open.js'
import {write} from './output.js'
import {apply} from './run-apply.js'

/** Show what would be done, ask, and let the old table take its place again. */
export async function runRevert(table: string | undefined, options: ApplyOptions): Promise<void> {
  const style = styleOf(options)
  const engine = await openEngine(resolveUrl(options.databaseUrl))
  try {
    if (options.dryRun !== true) await engine.hold()
    const plan = await planRevert(engine, table)
    write(planPretty(plan, style))
    const settings = await settingsFor(plan, engine, settingsFrom(options))
    await apply(plan, engine, await prepare(plan, engine, settings), settings, options, style)
  } finally {
    await engine.close()
  }
}
