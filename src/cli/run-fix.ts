import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {readBaseline} from '../core/baseline.js'
import type {CheckResult} from '../core/check-result.js'
import {checkFound} from '../core/check-found.js'
import type {Configuration} from '../core/configuration/configuration.js'
import {fixProject} from '../core/fix/fix-project.js'
import type {FixedProject} from '../core/fix/fix-project.js'
import {selectReported} from '../core/fix/reported.js'
import {writeFiles} from '../core/fix/write-files.js'
import {stdinPath} from '../migrations/load.js'
import type {Overlay} from '../migrations/project-files.js'
import type {OpenedProject} from './open.js'
import {write} from './output.js'

/** What came of fixing, and where the report goes: standard output may be taken. */
export interface FixRun {
  result: CheckResult
  /** Of a dry run. */
  diff: string | undefined
  /** The texts that were checked, where they are others than those of the files. */
  overlay: Overlay | undefined
  /** Standard output has the text of standard input, or the diff. */
  outputTaken: boolean
}

/** What of `check` is asked for beside fixing. */
export interface FixRunOptions {
  configuration: Configuration
  /** Only say what would be changed. */
  dryRun: boolean
  /** Of known findings, if there is one. */
  baseline: string | undefined
  /** The diff goes to standard output; else a report has it. */
  printDiff: boolean
}

/** Fix what can be fixed, and check what is left; of a dry run, what is there. */
export async function runFix(opened: OpenedProject, options: FixRunOptions): Promise<FixRun> {
  const {configuration, dryRun, printDiff} = options
  const cwd = process.cwd()
  const baseline = baselineAt(options.baseline, cwd)
  const fixes = await fixProject({
    cwd,
    configuration,
    find: opened.find,
    select: (files) => selectReported(files, baseline)
  })
  if (dryRun) {
    const {fixDiff} = await import('../report/fix-diff.js')
    const diff = fixDiff(fixes.files)
    if (printDiff) write(diff)
    const result = await checkFound(opened.project, configuration, undefined, {fixes: true})
    return {result, diff, overlay: undefined, outputTaken: printDiff}
  }

  writeFiles(fixes.files.filter(({absolutePath}) => absolutePath !== stdinPath))
  const result = await checkFound(await opened.find(fixes.overlay), configuration, undefined)
  const stdin = result.files.find(({path}) => path === stdinPath)
  if (stdin !== undefined) write(stdin.text)
  return {result: withFixed(result, fixes), diff: undefined, overlay: fixes.overlay, outputTaken: stdin !== undefined}
}

function withFixed(result: CheckResult, {fixed}: FixedProject): CheckResult {
  return {...result, summary: {...result.summary, fixed}}
}

function baselineAt(named: string | undefined, cwd: string): Parameters<typeof selectReported>[1] {
  if (named === undefined) return undefined
  const path = resolve(cwd, named)
  return existsSync(path) ? {baseline: readBaseline(path, cwd), path, cwd} : undefined
}
