/** Each rule of sqlsafe as a rule of ESLint: the same name, options, message and fix. */
import type {Rule as EslintRule} from 'eslint'
import {optionsSchema} from '../core/configuration/options.js'
import type {Rule} from '../core/define-rule.js'
import {ruleUrl} from '../core/rules/message.js'
import type {Message} from '../core/rules/message.js'
import {rules} from '../core/rules/rules.generated.js'
import {presetOf} from '../core/presets.js'
import type {Edit} from '../migrations/fixing/fix.js'
import {enable, findingsOf} from './findings.js'

/** The rule under which the findings of the project's own rules appear: ESLint must know all names beforehand. */
export const customRulesId = 'custom-rules'

const languages = ['sqlsafe/sql', 'js/js']
const ids = new Set(rules.map(({id}) => id))

/** All rules, by id. */
export const eslintRules: Record<string, EslintRule.RuleModule> = {
  ...Object.fromEntries(rules.map((rule) => [rule.id, toEslintRule(rule)])),
  [customRulesId]: customRules()
}

function toEslintRule(rule: Rule): EslintRule.RuleModule {
  const {fixes, id, options = {}, summary} = rule
  const meta: EslintRule.RuleMetaData = {
    type: 'problem',
    docs: {description: summary, url: ruleUrl(rule), recommended: presetOf(rule) === 'recommended'},
    schema: Object.keys(options).length === 0 ? [] : [optionsSchema(options)],
    hasSuggestions: fixes !== undefined,
    ...(fixes !== undefined && {fixable: 'code'})
  }
  // A rule that is broken says so wherever it can.
  return {
    meta: {...meta, languages} as EslintRule.RuleMetaData,
    create: create(id, fixes, (ruleId) => ruleId === 'internal-error')
  }
}

function customRules(): EslintRule.RuleModule {
  const docs = {
    description: 'Report what the rules of `customRules` in the configuration of sqlsafe find',
    url: 'https://github.com/sqlsafe/sqlsafe/blob/main/docs/custom-rules.md',
    recommended: true
  }
  const meta = {type: 'problem' as const, docs, schema: [], fixable: 'code' as const, hasSuggestions: true, languages}
  return {
    meta: meta as EslintRule.RuleMetaData,
    create: create(customRulesId, 'Make the edit of the rule', (ruleId) => !ids.has(ruleId))
  }
}

function create(
  id: string,
  fixes: string | undefined,
  also: (ruleId: string) => boolean
): EslintRule.RuleModule['create'] {
  return (context) => {
    const file = enable(id, context)
    const look = (): void => {
      for (const message of findingsOf(id, file, also)) {
        report(
          context,
          message,
          message.ruleId === id ? '' : ` (${message.ruleId})`,
          file.options.fixes === 'suggest' ? fixes : undefined
        )
      }
    }
    // The first node of SQL, and that of a script.
    return {root: look, Program: look}
  }
}

/** @param suggestion Says what the edit does, where it is offered only. */
function report(
  context: EslintRule.RuleContext,
  {fix, place, reason}: Message,
  suffix: string,
  suggestion: string | undefined
): void {
  const {sourceCode} = context
  const edits = fix === undefined || (fix.files ?? []).length > 0 ? undefined : fix.edits
  const apply = (fixer: EslintRule.RuleFixer): EslintRule.Fix[] => (edits ?? []).map((edit) => toEslintFix(fixer, edit))
  context.report({
    message: reason + suffix,
    loc: {start: sourceCode.getLocFromIndex(place.start), end: sourceCode.getLocFromIndex(place.end)},
    ...(edits !== undefined && (suggestion === undefined ? {fix: apply} : {suggest: [{desc: suggestion, fix: apply}]}))
  })
}

function toEslintFix(fixer: EslintRule.RuleFixer, {range: {end, start}, text}: Edit): EslintRule.Fix {
  return fixer.replaceTextRange([start, end], text)
}
