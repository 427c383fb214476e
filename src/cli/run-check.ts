import {existsSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {build, cacheFolder} from '../cache/folder.js'
import {baselineName, baselineOf, readBaseline, withoutKnown} from '../core/baseline.js'
import {checkFound} from '../core/check-found.js'
import type {CheckResult} from '../core/check-result.js'
import {fails} from '../core/check-summary.js'
import type {Rule} from '../core/define-rule.js'
import type {Configuration, FailOn} from '../core/configuration/configuration.js'
import type {Timeline} from '../core/timeline.js'
import {UsageError} from '../usage-error.js'
import type {Overlay} from '../migrations/project-files.js'
import type {ReportContext, Wanted} from '../report/context.js'
import {open, sayGuess, sayUnread} from './open.js'
import type {OpenedProject} from './open.js'
import {writeOutput} from './output.js'
import {chooseReports, writeReports} from './reports.js'
import type {CheckFormatName, ChosenReport} from './reports.js'
import type {FixRun} from './run-fix.js'
import type {Preset} from '../core/presets.js'
import type {ReadingOptions} from './options.js'

/** What `sqlsafe check` is given. */
export interface CheckOptions extends ReadingOptions {
  format?: CheckFormatName[]
  /** `file` or `format=file`. */
  output?: string[]
  failOn?: FailOn
  preset?: Preset
  rule?: string[]
  /** What is about to be committed, as it stands in the index of git. */
  staged?: boolean
  /** A file of `sqlsafe stats`. */
  stats?: string
  /** A file of known findings. */
  baseline?: string
  writeBaseline?: boolean
  fix?: boolean
  dryRun?: boolean
  /** `false`: nothing of earlier runs is used, and nothing kept. */
  cache: boolean
}

/** Check, report, and set the exit code. */
export async function runCheck(paths: string[], options: CheckOptions): Promise<void> {
  if (options.dryRun === true && options.fix !== true) {
    throw new UsageError('Unexpected `--dry-run`, expected `--fix` beside it')
  }
  if (options.writeBaseline === true) refuseFileOfBaseline(paths)
  if (options.staged === true) refuseBesideStaged(paths, options)
  const reports = await chooseReports(options)
  const opened = await open(paths, options)
  const configuration = await withRules(opened.configuration, options)
  const folder = options.cache && build !== undefined ? join(cacheFolder(), build) : undefined
  const fixes = options.fix === true ? await fix(opened, configuration, options, reports) : undefined
  const found = fixes?.result ?? (await check(opened, configuration, folder, reports))
  const timelines = wants(reports, 'timelines') ? await lookAtLocks(opened, fixes?.overlay) : undefined
  opened.done()
  const result = applyBaseline(found, options, configuration)

  if (reports.every(({file, format}) => file !== undefined || format !== 'pretty')) {
    sayGuess(opened)
    sayUnread(opened, result.summary.unread ?? [])
  }
  const context = {
    ...opened.context,
    ...(wants(reports, 'rules') && {rules: await rulesIn(configuration)}),
    ...(timelines && {timelines}),
    ...(await lookForPlans(result, opened, options, reports)),
    ...(fixes?.diff !== undefined && {diff: fixes.diff})
  }
  writeReports(reports, result, context, fixes?.outputTaken === true)

  const faulty = result.files.some(({messages}) => messages.some(({ruleId}) => ruleId === 'internal-error'))
  if (faulty) process.exitCode = 2
  else if (fails(result.summary, options.failOn ?? configuration.failOn ?? 'error')) process.exitCode = 1
}

function wants(reports: readonly ChosenReport[], what: Wanted): boolean {
  return reports.some(({report}) => report.wants?.includes(what))
}

/** Loaded when they are asked for: earlier runs may have done all that there is to do. */
async function rulesIn(configuration: Configuration): Promise<readonly Rule[]> {
  const {rulesOf} = await import('../core/custom-rules/rules-of.js')
  return rulesOf(configuration)
}

/** What speaks of other files than those of the index, or of other changes than that to it. */
function refuseBesideStaged(paths: readonly string[], {after, fix, since}: CheckOptions): void {
  const others = {'--fix': fix === true, '--since': since !== undefined, '--after': after !== undefined}
  const [other] = [...Object.entries(others), ['-', paths.includes('-')] as const].find(([, given]) => given) ?? []
  if (other !== undefined) throw new UsageError(`Unexpected \`${other}\` beside \`--staged\`, expected one of them`)
}

/** Of the texts that were checked; the project itself has been walked over. */
async function lookAtLocks({find}: OpenedProject, overlay: Overlay = new Map()): Promise<Timeline[]> {
  const {timelinesOf} = await import('../core/timeline.js')
  const project = await find(overlay)
  return timelinesOf(await project.open())
}

/** Recipes are loaded only where a finding names one. */
async function lookForPlans(
  {files}: CheckResult,
  {project}: OpenedProject,
  {after, config, databaseUrl, dialect, history, schema, serverVersion}: CheckOptions,
  reports: readonly ChosenReport[]
): Promise<Pick<ReportContext, 'plannable'>> {
  if (!wants(reports, 'plannable') || !files.some(({messages}) => messages.some(({recipe}) => recipe !== null)))
    return {}
  const {plannableRecipes} = await import('../plan/plannable.js')
  const shared = [after, config, databaseUrl, dialect, history, schema, serverVersion]
  const sameOptions = shared.some((option) => option !== undefined)
  return {plannable: {recipes: plannableRecipes(project.server.dialect), sameOptions}}
}

/** Fixes are worked out for those reports that show them; what earlier runs have found is without. */
function check(
  {project}: OpenedProject,
  configuration: Configuration,
  folder: string | undefined,
  reports: readonly ChosenReport[]
): Promise<CheckResult> {
  return wants(reports, 'fixes')
    ? checkFound(project, configuration, undefined, {fixes: 'first'})
    : checkFound(project, configuration, folder)
}

/** Loaded when it is asked for: what fixes files does not read them. */
async function fix(
  opened: OpenedProject,
  configuration: Configuration,
  options: CheckOptions,
  reports: readonly ChosenReport[]
): Promise<FixRun> {
  const {runFix} = await import('./run-fix.js')
  const {dryRun = false} = options
  const shown = reports.find(({file}) => file === undefined)
  // Reports for programs carry it, or the fixes.
  const printDiff = shown === undefined || shown.format === 'pretty' || shown.format === 'compact'
  return runFix(opened, {configuration, dryRun, printDiff, baseline: options.baseline ?? configuration.baseline})
}

/** Leave out what the baseline knows; before that, make it, where that is asked for. */
function applyBaseline(result: CheckResult, options: CheckOptions, configuration: Configuration): CheckResult {
  const cwd = process.cwd()
  const named = options.baseline ?? configuration.baseline ?? (options.writeBaseline ? baselineName : undefined)
  if (named === undefined) return result
  const path = resolve(cwd, named)
  if (options.writeBaseline) {
    const before = existsSync(path) ? readBaseline(path, cwd) : undefined
    writeOutput(path, `${JSON.stringify(baselineOf(result, path, cwd, before), null, 2)}\n`)
  }
  return withoutKnown(result, readBaseline(path, cwd), path, cwd)
}

/** Whoever names a new file behind `--write-baseline` means it to be written, not checked. */
function refuseFileOfBaseline(paths: readonly string[]): void {
  const file = paths.find((path) => path.endsWith('.json') && !existsSync(path))
  if (file === undefined) return
  throw new UsageError(`Unexpected \`${file}\` behind \`--write-baseline\`, expected \`--baseline ${file}\` beside it`)
}

/** `--preset` and `--rule no-x=off` go over the configuration; the latter is checked as that is. */
async function withRules(
  {preset: configured, ...configuration}: Configuration,
  {preset = configured, rule: settings = []}: CheckOptions
): Promise<Configuration> {
  if (settings.length === 0) return {...configuration, preset}
  const {validateConfiguration} = await import('../core/configuration/validate-configuration.js')
  const rules = Object.fromEntries(settings.map((setting) => splitAtFirst(setting, '=')))
  const {rules: checked} = validateConfiguration({rules}, '--rule', await rulesIn(configuration))
  const all = {...configuration.rules}
  for (const [id, level] of Object.entries(checked ?? {})) {
    const before = all[id]
    // What the options of the rule are is another question.
    all[id] = typeof level === 'string' && Array.isArray(before) ? [level, before[1]] : level
  }
  return {...configuration, preset, rules: all}
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const place = text.indexOf(separator)
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + separator.length)]
}
