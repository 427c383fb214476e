import type {Configuration} from './configuration.js'
import type {RuleSetting} from '../rules/rule-runner.js'

/** The rule that asks for a reason with each suppression. */
const reasonRule = 'require-suppression-reason'

/** What the configuration says about each rule it names. */
export function ruleSettings({rules = {}, suppressions}: Configuration): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {}
  if (suppressions?.requireReason === true) settings[reasonRule] = {severity: 'error'}
  for (const [id, level] of Object.entries(rules)) {
    settings[id] = typeof level === 'string' ? {severity: level} : {severity: level[0], options: level[1]}
  }
  return settings
}
