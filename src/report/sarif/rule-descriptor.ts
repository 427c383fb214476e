import type {ReportingDescriptor} from 'sarif'
import type {Rule, Severity} from '../../core/define-rule.js'
import {presetOf} from '../../core/presets.js'
import {adviceOnAll} from '../../core/rules/advice.js'
import {ruleUrl} from '../../core/rules/message.js'
import {codeBlock} from '../markdown-text.js'

/** What SARIF calls our severities. */
export const levels = {error: 'error', warning: 'warning', info: 'note'} as const satisfies Record<Severity, string>

/** GitHub's names: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const problemSeverities: Record<Severity, string> = {error: 'error', warning: 'warning', info: 'recommendation'}

/** All that SARIF has a place for of what a rule says of itself. */
export function ruleDescriptor(rule: Rule): ReportingDescriptor {
  const {docs, engines, id, severity, summary} = rule
  return {
    id,
    shortDescription: {text: summary},
    fullDescription: {text: docs.condition},
    help: {text: `${adviceOnAll(docs.effect, engines)} ${adviceOnAll(docs.instead, engines)}`, markdown: helpOf(rule)},
    helpUri: ruleUrl(rule),
    defaultConfiguration: {level: levels[severity]},
    properties: {
      tags: ['database', 'migration', presetOf(rule), ...engines],
      'problem.severity': problemSeverities[severity],
      ...(rule.recipe !== null && {recipe: rule.recipe})
    }
  }
}

function helpOf({docs, engines}: Rule): string {
  const {condition, effect, examples, instead, notWhen} = docs
  const parts = [
    `**When:** ${condition}`,
    `**Effect:** ${adviceOnAll(effect, engines)}`,
    `**Instead:** ${adviceOnAll(instead, engines)}`,
    `**Not when:** ${notWhen}`
  ]
  const [example] = examples
  if (example !== undefined) parts.push('Unsafe:', codeBlock(example.unsafe, 'sql'))
  if (example?.safe !== undefined) parts.push('Safe:', ...example.safe.map((sql) => codeBlock(sql, 'sql')))
  return parts.join('\n\n')
}
