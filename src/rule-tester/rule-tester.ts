/** `sqlsafe/rule-tester`: tests rules by their examples, in any test framework or in none. */
import {checkRule} from '../core/custom-rules/check-rule.js'
import type {Rule} from '../core/define-rule.js'
import {ruleChecks} from './rule-checks.js'
import type {RuleCase} from './rule-checks.js'

export type {RuleCase} from './rule-checks.js'

/** What a test framework gives. */
export interface TestFramework {
  describe: (name: string, register: () => void) => unknown
  it: (name: string, run: () => Promise<void>) => unknown
}

/** What is tested beside the examples of a rule, and by what. */
export interface RuleTesterOptions {
  /** More than the rule's documentation should show. */
  cases?: readonly RuleCase[]
  /** Default: `describe` and `it` where they are global. */
  framework?: TestFramework
}

/**
 * Test a rule: each example of its `docs`, and each further case, is reported exactly where it says and is not where it
 * is safe, and no message is without an example.
 *
 * Where there are `describe` and `it`, a test is registered for each of that; else everything runs at once.
 *
 * @returns Settled when all tests are registered, or have run.
 * @throws {UsageError} When it is no rule.
 * @throws {AssertionError} Without a test framework, where something does not hold: what was expected, and what is.
 */
export async function ruleTester(
  rule: Rule,
  {cases = [], framework = globalFramework()}: RuleTesterOptions = {}
): Promise<void> {
  checkRule(rule, 'ruleTester')
  const checks = ruleChecks(rule, [...rule.docs.examples, ...cases])
  if (framework === undefined) {
    for (const {run} of checks) await run()
    return
  }
  const {describe, it} = framework
  describe(rule.id, () => {
    for (const {name, run} of checks) it(name, run)
  })
}

function globalFramework(): TestFramework | undefined {
  const {describe, it} = globalThis as Partial<TestFramework>
  return describe && it ? {describe, it} : undefined
}
