import {join, relative, resolve} from 'node:path'
import {readBaseline, withoutKnown} from '../core/baseline.js'
import {checkFound} from '../core/check-found.js'
import type {CheckResult} from '../core/check-result.js'
import type {Configuration} from '../core/configuration/configuration.js'
import {loadConfiguration} from '../core/configuration/load-configuration.js'
import {rulesOf} from '../core/custom-rules/rules-of.js'
import {findProject, openProject} from '../core/project.js'
import type {ProjectOptions} from '../core/project.js'
import {UsageError} from '../usage-error.js'
import {git} from '../migrations/git.js'
import {makePlan} from '../plan/make-plan.js'
import {plannableRecipes} from '../plan/plannable.js'
import type {Plan} from '../plan/plan.js'
import type {ReportContext} from '../report/context.js'
import {mayRunBranch} from './event.js'
import type {ActionEvent} from './event.js'
import {findChange} from './find-change.js'
import type {Inputs} from './inputs.js'
import type {Octokit} from './octokit.js'

/** What came of a run, with what its reports need. */
export interface Checked {
  result: CheckResult
  configuration: Configuration
  context: ReportContext
  /** The safe sequence; `undefined`: no finding names a recipe that plans are made of. */
  plan: () => Promise<Plan | undefined>
}

/**
 * Check what an event changes; paths in the result are below the root of the repository.
 *
 * @param workspace Where the repository was checked out.
 * @throws {UsageError} When something is not there or makes no sense.
 */
export async function checkChange(
  octokit: Octokit,
  event: ActionEvent,
  inputs: Inputs,
  workspace: string
): Promise<Checked> {
  const folder = resolve(workspace, inputs.workingDirectory)
  const root = await rootOf(folder)
  const configuration = await configurationOf(inputs, event, folder)
  const configured = [configuration.migrations ?? []].flat()
  const named =
    inputs.paths.length > 0 ? inputs.paths.map((path) => relative(root, resolve(folder, path)) || '.') : configured
  if (named.length === 0) {
    throw new UsageError('Unexpected run without `paths`, expected them, or `migrations` in `sqlsafe.config.*`')
  }

  const paths = [...named, ...configured]
  const change = await findChange(octokit, event, {root, paths}, configuration)
  const wanted: ProjectOptions = {
    paths: named,
    cwd: root,
    dialect: inputs.dialect,
    serverVersion: inputs.serverVersion,
    schema: [configuration.schema ?? []].flat(),
    history: inputs.paths.length > 0 && configured.length > 0 ? configured : undefined,
    change,
    configuration
  }
  const project = await findProject(wanted)
  const checked = await checkFound(project, configuration, undefined, {fixes: wantsSarif(inputs)})
  const history = project.migrations.filter((migration) => !migration.checked).length
  const result = withoutBaseline(checked, configuration, root)
  const recipes = plannableRecipes(project.server.dialect)
  const isPlannable = result.files.some(({messages}) =>
    messages.some(({recipe}) => recipe !== null && recipes.has(recipe))
  )
  return {
    result,
    configuration,
    // The project that was checked has been walked over.
    plan: async () => (isPlannable ? makePlan(await openProject(wanted)) : undefined),
    context: {project, history, quiet: false, style: {color: false, columns: 120}, rules: rulesOf(configuration)}
  }
}

/** Fixes are worked out for the one report that shows them. */
function wantsSarif({sarifFile, uploadSarif}: Inputs): boolean {
  return sarifFile !== undefined || uploadSarif
}

async function rootOf(folder: string): Promise<string> {
  trustCheckout(process.env)
  const root = await git(['rev-parse', '--show-toplevel'], folder, 'sqlsafe', '`actions/checkout` before this action')
  return root.trim()
}

/**
 * In a container the checkout may belong to another user; whoever runs the action means it all the same.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
 */
function trustCheckout(environment: NodeJS.ProcessEnv): void {
  const count = Number(environment['GIT_CONFIG_COUNT'] ?? 0)
  environment[`GIT_CONFIG_KEY_${String(count)}`] = 'safe.directory'
  environment[`GIT_CONFIG_VALUE_${String(count)}`] = '*'
  environment['GIT_CONFIG_COUNT'] = String(count + 1)
}

async function configurationOf(inputs: Inputs, event: ActionEvent, folder: string): Promise<Configuration> {
  const named = inputs.config === undefined ? undefined : join(folder, inputs.config)
  const configuration = await loadConfiguration(folder, named, {dataOnly: !mayRunBranch(event)})
  return {...configuration, preset: inputs.preset ?? configuration.preset}
}

function withoutBaseline(result: CheckResult, {baseline}: Configuration, root: string): CheckResult {
  return baseline === undefined ? result : withoutKnown(result, readBaseline(baseline, root), baseline, root)
}
