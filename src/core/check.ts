import {statisticsOf} from './check-summary.js'
import type {CheckSummary} from './check-summary.js'
import type {Configuration} from './configuration/configuration.js'
import {deploymentOf} from './configuration/deployment-settings.js'
import {rulesOf} from './custom-rules/rules-of.js'
import type {Origin} from '../migrations/migration.js'
import {compareMessages} from './rules/message.js'
import type {Message} from './rules/message.js'
import type {FoundProject, Project} from './project.js'
import {recall} from './recall.js'
import {ruleSettings} from './configuration/rule-settings.js'
import {limitsOf} from './sizes/sizes.js'
import {runRules} from './rules/run-rules.js'
import type {RunOptions} from './rules/run-rules.js'

/** What was found in one checked file. */
export interface CheckedFile {
  path: string
  /** All of it, for excerpts. */
  text: string
  /** In the order of the text. */
  messages: readonly Message[]
}

/** The outcome of a check. */
export interface CheckResult {
  /** One for each checked file, in the order in which they are applied, also where nothing was found. */
  files: CheckedFile[]
  summary: CheckSummary
}

/** What is asked for beside findings; see `RunOptions`. */
export type CheckRun = Pick<RunOptions, 'everywhere' | 'fixes' | 'memory'>

/**
 * Check the migrations of a project with the rules of the preset, as the configuration has changed it.
 *
 * @param everywhere Also what rules report once only: for those who are to mend each place.
 */
export function checkProject(
  project: Project,
  configuration: Configuration = {},
  {everywhere, fixes, memory}: CheckRun = {}
): CheckResult {
  const {catalog, createSession, migrations, sizes, unread} = project
  const settings = ruleSettings(configuration)
  const {files, statements, unparsed} = runRules({
    migrations,
    catalog,
    createSession,
    rules: rulesOf(configuration),
    preset: configuration.preset,
    settings,
    peerSuppressions: configuration.compat?.suppressions,
    deployment: deploymentOf(configuration, project.server.dialect),
    sizes,
    limits: limitsOf(configuration.sizes),
    memory,
    everywhere,
    fixes,
    versionAssumed: project.versionAssumed
  })
  const checked = files.map(({messages, migration}) => ({
    path: migration.path,
    text: migration.origin?.text ?? migration.text,
    messages: migration.origin === undefined ? messages : inScript(messages, migration.origin)
  }))
  const summary = {...statisticsOf(checked), statements, unparsed, ...(unread.length > 0 && {unread})}
  return {files: checked, summary}
}

/** A finding about SQL that a script sends is one about a place in the script; a loop says the same once. */
function inScript(messages: readonly Message[], origin: Origin): Message[] {
  const {toSource, toSourceFix} = origin
  const found = new Map<string, Message>()
  for (const {cause, fix, statement, together, ...message} of messages) {
    const place = toSource(message.place)
    const edited = fix && toSourceFix(fix)
    const key = [message.ruleId, message.reason, place.start, place.end].join('\0')
    found.set(key, {
      ...message,
      place,
      ...(statement && {statement: toSource(statement)}),
      ...(cause && {cause: toSource(cause)}),
      ...(edited && {fix: edited}),
      ...(together && {together: {...together, others: inScript(together.others, origin)}})
    })
  }
  return [...found.values()].sort(compareMessages)
}

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
  const project = recalled?.complete === true ? found : await found.open()
  const result = checkProject(project, configuration, {...run, memory: recalled?.memory})
  recalled?.keep()
  return result
}
