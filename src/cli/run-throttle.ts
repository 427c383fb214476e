import {UsageError} from '../usage-error.js'
import {write} from './output.js'
import {changeSettings, settingLines} from './setting-texts.js'
import {findOpenRun, withEngine} from './with-engine.js'

/** What `sqlsafe throttle` is given. */
export interface ThrottleOptions {
  databaseUrl: string
}

/** Change the settings in the journal, from where the process takes them before its next batch; show them. */
export async function runThrottle(texts: readonly string[], {databaseUrl}: ThrottleOptions): Promise<void> {
  await withEngine(databaseUrl, async (engine) => {
    const run = await findOpenRun(engine)
    if (run === undefined) throw new UsageError('Unexpected lack of a run, expected one that is not at its end')
    const settings = changeSettings(run.settings, texts)
    if (texts.length > 0) await engine.journal.setSettings(run.id, settings)
    write(settingLines(settings))
  })
}
