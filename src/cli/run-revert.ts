import {prepare, settingsFor} from '../apply/run/apply.js'
import {planRevert} from '../apply/run/revert.js'
import {planPretty} from '../report/plan/plan-pretty.js'
import {settingsFrom} from './apply-settings.js'
import type {ApplyOptions} from './apply-settings.js'
import {styleOf} from './open.js'
import {write} from './output.js'
import {apply} from './run-apply.js'
import {withEngine} from './with-engine.js'

/** Show what would be done, ask, and let the old table take its place again. */
export async function runRevert(table: string | undefined, options: ApplyOptions): Promise<void> {
  const style = styleOf(options)
  await withEngine(options.databaseUrl, async (engine) => {
    if (options.dryRun !== true) await engine.hold()
    const plan = await planRevert(engine, table)
    write(planPretty(plan, style))
    const settings = await settingsFor(plan, engine, settingsFrom(options))
    await apply(plan, engine, await prepare(plan, engine, settings), settings, options, style)
  })
}
