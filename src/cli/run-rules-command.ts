import type {Rule} from '../core/define-rule.js'
import {adviceOnAll} from '../core/rules/advice.js'
import {ruleUrl} from '../core/rules/message.js'
import {presetOf} from '../core/presets.js'
import {nearest} from '../core/configuration/nearest.js'
import {loadConfiguration} from '../core/configuration/load-configuration.js'
import {rulesOf} from '../core/custom-rules/rules-of.js'
import {UsageError} from '../usage-error.js'
import {openTable} from '../report/open-table.js'
import {paint, wrap} from '../report/style.js'
import type {Style} from '../report/style.js'
import {styleOf} from './open.js'
import {write} from './output.js'

/** What `sqlsafe rules` is given. */
export interface RulesOptions {
  format: 'pretty' | 'json'
  config?: string
  color?: boolean
}

/** Print all rules, or the page of one. */
export async function runRulesCommand(id: string | undefined, options: RulesOptions): Promise<void> {
  const rules = rulesOf(await loadConfiguration(process.cwd(), options.config))
  const chosen = id === undefined ? rules : [find(id, rules)]
  const style = styleOf(options)
  if (options.format === 'json') write(`${JSON.stringify(chosen.map(summaryOf), null, 2)}\n`)
  else if (id === undefined) write(listOf(chosen, style))
  else write(chosen.map((rule) => pageOf(rule, style)).join('\n'))
}

function find(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((each) => each.id === id)
  if (rule) return rule
  const near = nearest(
    id,
    rules.map((each) => each.id)
  )
  throw new UsageError(
    `Unexpected rule \`${id}\`, expected ${near === undefined ? 'one that `sqlsafe rules` lists' : `\`${near}\``}`
  )
}

function summaryOf(rule: Rule): Record<string, unknown> {
  const {engines, id, peers = {}, recipe, severity, summary} = rule
  return {id, preset: presetOf(rule), severity, engines, summary, recipe, peers, url: ruleUrl(rule)}
}

function listOf(listed: readonly Rule[], style: Style): string {
  const {bold} = paint(style)
  const rows = listed.map((rule) => {
    const {engines, id, severity, summary} = rule
    return [bold(id), presetOf(rule), severity, engines.join(', '), summary]
  })
  const titles = ['Rule', 'Preset', 'Severity', 'Engines', 'What it does']
  return openTable(titles, rows, {4: Math.max(style.columns - 93, 40)}, style)
}

function pageOf(rule: Rule, style: Style): string {
  const {bold, cyan, dim} = paint(style)
  const {condition, effect, examples, instead, notWhen} = rule.docs
  const lines = [
    `${bold(rule.id)} ${dim(`(${presetOf(rule)}; ${rule.severity}; ${rule.engines.join(', ')})`)}`,
    plain(rule.summary),
    '',
    ...section('When', condition, style),
    ...section('Effect', adviceOnAll(effect, rule.engines), style),
    ...section('Instead', adviceOnAll(instead, rule.engines), style),
    ...section('Not when', notWhen, style)
  ]
  for (const {name, safe, unsafe} of examples.slice(0, 1)) {
    lines.push('', dim(`Unsafe (${name}):`), ...indented(unsafe))
    if (safe) lines.push('', dim('Safe:'), ...safe.flatMap((sql) => indented(sql)))
  }
  for (const [option, field] of Object.entries(rule.options ?? {})) {
    lines.push('', `${dim('Option')} ${cyan(option)}: ${plain(field.description)}`)
  }
  return `${[...lines, '', dim(ruleUrl(rule))].join('\n')}\n`
}

function section(title: string, text: string, style: Style): string[] {
  const [first = '', ...rest] = wrap(plain(text), Math.max(style.columns - 10, 40))
  return [`${paint(style).dim(title.padEnd(9))} ${first}`, ...rest.map((line) => ' '.repeat(10) + line)]
}

function indented(sql: string): string[] {
  return sql.split('\n').map((line) => `  ${line}`)
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
