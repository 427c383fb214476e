import {describe, expect, it} from 'vitest'
import {readFileSync} from 'node:fs'
import {indexFile, listRuleIds, renderIndex} from '../../../scripts/generate-rule-index.js'
import type {Example, Rule} from '../../../src/core/define-rule.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import type {Script} from '../../../src/operations/script.js'
import {describeReport, runExample} from '../../../src/rule-tester/run-example.js'

const ids = new Set(rules.map(({id}) => id))
const examples = rules.flatMap((rule) =>
  rule.docs.examples.map((example): [string, Rule, Example] => [example.name, rule, example])
)

describe('the index of rules', () => {
  it('has every file in rules/, as the generator writes it', () => {
    expect(readFileSync(indexFile, 'utf8')).toBe(renderIndex(listRuleIds()))
  })

  it('knows each rule by the name of its file', () => {
    expect(rules.map(({id}) => id)).toEqual(listRuleIds())
  })
})

describe.each(rules.map((rule): [string, Rule] => [rule.id, rule]))('%s', (_id, rule) => {
  it('says in its summary what it wants', () => {
    expect(rule.summary).toMatch(/^(?:Disallow|Require|Prefer) .+[^. ]$/)
  })

  it('says in its messages what is and what should be', () => {
    for (const message of Object.values(rule.messages)) expect(message).toMatch(/^Unexpected .*expected /s)
  })

  it('names a recipe, or says why there is none', () => {
    expect(rule.recipe ?? rule.noRecipeBecause ?? '').not.toBe('')
    expect(rule.recipe !== null && rule.noRecipeBecause !== undefined).toBe(false)
  })

  it('gives way only to rules that there are', () => {
    for (const id of rule.unlessReportedBy ?? []) expect(ids).toContain(id)
  })

  it('has documentation in full sentences', () => {
    const {condition, effect, instead, notWhen} = rule.docs
    for (const text of [condition, effect, instead, notWhen]) expect(text).toMatch(/^\S.*[.]$/s)
  })

  it('reaches every message by an example', () => {
    const reached = new Set(rule.docs.examples.flatMap(({reports}) => reports.map((report) => report.split(' ')[1])))
    expect([...reached].sort()).toEqual(Object.keys(rule.messages).sort())
  })

  it('looks at something', () => {
    expect(rule.check ?? rule.checkProblem ?? rule.checkSuppression).toBeTypeOf('function')
    expect(rule.check !== undefined).toBe(rule.on !== undefined)
  })
})

describe.each(examples)('example %s', (_name, rule, example) => {
  const {safe = [], transaction = 'none', unsafe} = example

  it(`of ${rule.id} is reported where it should be`, async () => {
    const [messages = []] = await runExample(rule, example, [unsafe], {transaction})
    const own = messages.filter(({ruleId}) => ruleId === rule.id)
    expect(own.map((message) => describeReport(message, unsafe))).toEqual(example.reports)
    expect(messages.map(({reason}) => reason).join('\n')).not.toMatch(/{{\w+}}/)

    if (rule.id !== 'syntax-error') expect(messages.filter(({ruleId}) => ruleId === 'syntax-error')).toEqual([])
    expect(messages.filter(({ruleId}) => ruleId === 'internal-error')).toEqual([])
  })

  it(`of ${rule.id} is not reported where it is safe`, async () => {
    const found = await runExample(rule, example, safe, {transaction: 'none'})
    const never = new Set([rule.id, 'syntax-error', 'internal-error', 'no-refused-clause', 'no-refused-statement'])
    expect(found.flat().filter(({ruleId}) => never.has(ruleId))).toEqual([])
  })

  it(`of ${rule.id} breaks nothing without positions`, async () => {
    const messages = (await runExample(rule, example, [unsafe], {transaction, alter: withoutPositions})).flat()
    expect(messages.filter(({ruleId}) => ruleId === 'internal-error')).toEqual([])
  })
})

function withoutPositions(script: Script): Script {
  const text = JSON.stringify(script, (key, value: unknown) => (key === 'range' ? {start: 0, end: 0} : value))
  return JSON.parse(text) as Script
}
