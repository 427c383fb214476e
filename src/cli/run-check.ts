import {existsSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {build, cacheFolder} from '../cache/folder.js'
import {baselineName, baselineOf, readBaseline, withoutKnown} from '../core/baseline.js'
import {checkFound} from '../core/check.js'
import type {CheckResult} from '../core/check.js'
import {fails} from '../core/check-summary.js'
import type {Configuration} from '../core/configuration/configuration.js'
import {checkFormats} from '../report/formats.js'
import type {CheckOptions} from './check.js'
import {open, sayGuess} from './open.js'
import {write} from './output.js'

/** Check, report, and set the exit code. */
export async function runCheck(paths: string[], options: CheckOptions): Promise<void> {
  const opened = await open(paths, options)
  const configuration = await withRules(opened.configuration, options)
  const folder = options.cache && build !== undefined ? join(cacheFolder(), build) : undefined
  const found = await checkFound(opened.project, configuration, folder)
  opened.done()
  const result = applyBaseline(found, options, configuration)

  if (options.format === 'json') sayGuess(opened)
  const report = await checkFormats[options.format]()
  write(report(result, opened.context))

  const faulty = result.files.some(({messages}) => messages.some(({ruleId}) => ruleId === 'internal-error'))
  if (faulty) process.exitCode = 2
  else if (fails(result.summary, options.failOn ?? configuration.failOn ?? 'error')) process.exitCode = 1
}

/** Leave out what the baseline knows; before that, make it, where that is asked for. */
function applyBaseline(result: CheckResult, options: CheckOptions, configuration: Configuration): CheckResult {
  const cwd = process.cwd()
  const named = options.baseline ?? configuration.baseline ?? (options.writeBaseline ? baselineName : undefined)
  if (named === undefined) return result
  const path = resolve(cwd, named)
  if (options.writeBaseline) {
    const before = existsSync(path) ? readBaseline(path, cwd) : undefined
    writeFileSync(path, `${JSON.stringify(baselineOf(result, path, cwd, before), null, 2)}\n`)
  }
  return withoutKnown(result, readBaseline(path, cwd), path, cwd)
}

/** `--preset` and `--rule no-x=off` go over the configuration; the latter is checked as that is. */
async function withRules(
  {preset: configured, ...configuration}: Configuration,
  {preset = configured, rule: settings = []}: CheckOptions
): Promise<Configuration> {
  if (settings.length === 0) return {...configuration, preset}
  const {validateConfiguration} = await import('../core/configuration/validate-configuration.js')
  const rules = Object.fromEntries(settings.map((setting) => splitAtFirst(setting, '=')))
  return {...configuration, preset, rules: {...configuration.rules, ...validateConfiguration({rules}, '--rule').rules}}
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const place = text.indexOf(separator)
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + separator.length)]
}
