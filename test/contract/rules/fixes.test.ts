import {describe, expect, it} from 'vitest'
import type {Example, Rule} from '../../../src/core/define-rule.js'
import {applyEdits} from '../../../src/migrations/fixing/fix.js'
import type {Message} from '../../../src/core/rules/message.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {runExample} from '../../../src/rule-tester/run-example.js'

const fixing = rules.filter(({fixes}) => fixes !== undefined)
const examples = rules.flatMap((rule) =>
  rule.docs.examples.map((example): [string, Rule, Example] => [`${rule.id}, ${example.name}`, rule, example])
)

/** What the rule finds in a text, with fixes. */
async function own(rule: Rule, example: Example, text: string): Promise<Message[]> {
  const [messages = []] = await runExample(rule, example, [text], {transaction: example.transaction ?? 'none'})
  const never = messages.filter(({ruleId}) => ruleId === 'internal-error' || ruleId === 'syntax-error')
  if (rule.id !== 'syntax-error') expect(never).toEqual([])
  return messages.filter(({ruleId}) => ruleId === rule.id)
}

describe.each(fixing.map((rule): [string, Rule] => [rule.id, rule]))('%s', (_id, rule) => {
  it('says in a sentence what its fix does', () => {
    expect(rule.fixes).toMatch(/^[A-Z`].*[.]$/s)
  })

  it('fixes one of its examples, or needs a runner for it', async () => {
    const found = await Promise.all(rule.docs.examples.map((example) => own(rule, example, example.unsafe)))
    const needsRunner = rule.docs.examples.some(({transaction}) => transaction === 'migration')
    expect(needsRunner || found.flat().some(({fix}) => fix !== undefined)).toBe(true)
  })
})

describe.each(examples)('%s', (_name, rule, example) => {
  it('is fixed for good, if it is', async () => {
    let text = example.unsafe
    let messages = await own(rule, example, text)
    const fixable = messages.filter(({fix}) => fix !== undefined)
    if (rule.fixes === undefined) expect(fixable).toEqual([])
    for (let left = messages; left.some(({fix}) => fix !== undefined); left = messages) {
      const fix = left.find((message) => message.fix !== undefined)?.fix
      text = applyEdits(text, fix?.edits ?? [])
      messages = await own(rule, example, text)
      expect(messages.length).toBeLessThan(left.length)
    }
    expect(messages.length).toBe((await own(rule, example, example.unsafe)).length - fixable.length)
  })
})
