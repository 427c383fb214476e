import {join} from 'node:path'
import {build, cacheFolder} from '../cache/folder.js'
import {checkFound} from '../core/check.js'
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
  const result = await checkFound(opened.project, configuration, folder)
  opened.done()

  if (options.format === 'json') sayGuess(opened)
  const report = await checkFormats[options.format]()
  write(report(result, opened.context))

  const faulty = result.files.some(({messages}) => messages.some(({ruleId}) => ruleId === 'internal-error'))
  if (faulty) process.exitCode = 2
  else if (fails(result.summary, options.failOn ?? configuration.failOn ?? 'error')) process.exitCode = 1
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
