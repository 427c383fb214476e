import type {Configuration} from '../configuration/configuration.js'
import type {Rule} from '../define-rule.js'
import {rules} from '../rules/rules.generated.js'

/** All rules that there are with a configuration: sqlsafe's, and the custom ones that were loaded. */
export function rulesOf({customRules = []}: Pick<Configuration, 'customRules'>): readonly Rule[] {
  const own = [customRules].flat().map((rule) => {
    if (typeof rule !== 'string') return rule
    throw new TypeError(`Unexpected path \`${rule}\` of custom rules, expected them to be loaded`)
  })
  return own.length === 0 ? rules : [...rules, ...own]
}
