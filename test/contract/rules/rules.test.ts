import {describe, expect, it} from 'vitest'
import {readFileSync} from 'node:fs'
import {indexFile, listRuleIds, renderIndex} from '../../../scripts/generate-rule-index.js'
import type {Rule} from '../../../src/core/define-rule.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {ruleChecks} from '../../../src/rule-tester/rule-checks.js'

const ids = new Set(rules.map(({id}) => id))
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
    const advice = [effect, instead].flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)))
    for (const text of [condition, ...advice, notWhen]) expect(text).toMatch(/^\S.*[.]$/s)
  })

  it('says to those who use one engine nothing about another', () => {
    const isOn = {postgres: rule.engines.includes('postgres'), mysql: rule.engines.some((each) => each !== 'postgres')}
    const others = {postgres: /MySQL|MariaDB/, mysql: /PostgreSQL/}
    for (const advice of [rule.docs.effect, rule.docs.instead]) {
      const texts = typeof advice === 'string' ? {postgres: advice, mysql: advice} : advice
      if (isOn.postgres) expect(texts.postgres).not.toMatch(others.postgres)
      if (isOn.mysql) expect(texts.mysql).not.toMatch(others.mysql)
    }
  })

  it('looks at something', () => {
    expect(rule.check ?? rule.checkMigration ?? rule.checkProblem ?? rule.checkSuppression).toBeTypeOf('function')
    expect(rule.check !== undefined).toBe(rule.on !== undefined)
  })
})

describe.each(rules.map((rule): [string, Rule] => [rule.id, rule]))('the examples of %s', (_id, rule) => {
  for (const {name, run} of ruleChecks(rule, rule.docs.examples)) it(name, run)
})
