import {checkResult} from './check-result.js'
import type {CheckResult} from './check-result.js'
import type {CheckRun} from './check.js'
import type {Configuration} from './configuration/configuration.js'
import type {FoundProject} from './project.js'
import {recall} from './recall.js'
import {summarize} from './rules/summarize.js'

/**
 * Check what was found, going on from what earlier runs have found in the same.
 *
 * @param folder Where findings are kept between runs; `undefined`: nowhere.
 */
export async function checkFound(
  found: FoundProject,
  configuration: Configuration,
  folder: string | undefined,
  run: CheckRun = {}
): Promise<CheckResult> {
  // What a custom rule does depends on all that its module imports: nobody could tell that it is still the same.
  const isKnown = configuration.customRules === undefined
  const wanted = [configuration, run.everywhere === true, run.fixes ?? false]
  const asked = isKnown ? found.circumstances && [...found.circumstances, ...wanted] : undefined
  const recalled = folder === undefined ? undefined : recall({...found, circumstances: asked}, folder)
  if (recalled?.complete === true) return checkResult(summarize(recalled.memory.findings, found.migrations), found)
  // What knows engines and rules is not loaded where there is nothing to ask of it.
  const {checkProject} = await import('./check.js')
  const opened = await found.open()
  const result = checkProject(opened, configuration, {...run, memory: recalled?.memory})
  // What could not be read of the schema before is said each time: it is known only to who reads it.
  if (opened.unread.length === found.unread.length) recalled?.keep()
  return result
}
