import {checkResult} from './check-result.js'
import type {CheckResult} from './check-result.js'
import type {Configuration} from './configuration/configuration.js'
import {deploymentOf} from './configuration/deployment-settings.js'
import {rulesOf} from './custom-rules/rules-of.js'
import type {Project} from './project.js'
import {ruleSettings} from './configuration/rule-settings.js'
import {limitsOf} from './sizes/sizes.js'
import {runRules} from './rules/run-rules.js'
import type {RunOptions} from './rules/run-rules.js'

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
  const {catalog, createSession, migrations, sizes} = project
  const settings = ruleSettings(configuration)
  const found = runRules({
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
  return checkResult(found, project)
}
