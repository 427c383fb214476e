/** What must hold for the examples of a rule: the same for the rules of sqlsafe and for custom ones. */
import assert from 'node:assert/strict'
import type {Example, Rule} from '../core/define-rule.js'
import type {Script} from '../operations/script.js'
import {describeReport, runExample} from './run-example.js'

/** A case to try: an example, or what is not to be reported alone. */
export interface RuleCase extends Omit<Example, 'reports' | 'unsafe'> {
  /** What the rule reports. */
  unsafe?: string
  /** As in an example. */
  reports?: readonly string[]
}

/** Something that must hold. */
export interface RuleCheck {
  /** A sentence about the rule: `reports “no-check”`. */
  name: string
  /**
   * @throws {AssertionError} When it does not hold: with what was expected, and what is.
   */
  run: () => Promise<void>
}

/**
 * Everything that must hold for a rule: each case is reported where it says, is not where it is safe, and breaks nothing;
 * and each message of the rule is in some case.
 */
export function ruleChecks(rule: Rule, cases: readonly RuleCase[]): RuleCheck[] {
  const of = (prefix: string, {name}: RuleCase, run: () => Promise<void>): RuleCheck => ({
    name: `${prefix} “${name}”`,
    run
  })
  return [
    {
      name: 'reaches every message by an example',
      run: () => {
        const reached = cases.flatMap(({reports = []}) => reports.map((report) => report.split(' ')[1] ?? ''))
        assert.deepEqual(
          [...new Set(reached)].sort(),
          Object.keys(rule.messages).sort(),
          `Unexpected messages of \`${rule.id}\` in \`reports\`, expected each of its \`messages\``
        )
        return Promise.resolve()
      }
    },
    ...cases.flatMap((each) => [
      ...(each.unsafe === undefined
        ? []
        : [
            of('reports', each, () => reports(rule, asExample(each))),
            of('survives what has no position in', each, () => survives(rule, asExample(each)))
          ]),
      ...(each.safe === undefined
        ? []
        : [of('is silent about what is safe in', each, () => isSilent(rule, asExample(each)))])
    ])
  ]
}

function asExample({reports = [], unsafe = '', ...rest}: RuleCase): Example {
  return {...rest, unsafe, reports}
}

async function reports(rule: Rule, example: Example): Promise<void> {
  const {name, transaction = 'none', unsafe} = example
  const [messages = []] = await runExample(rule, example, [unsafe], {transaction})
  assertReadable(rule, example, messages)
  const own = messages.filter(({ruleId}) => ruleId === rule.id)
  const text = own.map(({reason}) => reason).join('\n')
  assert.doesNotMatch(
    text,
    /\{\{\w+\}\}/,
    `Unexpected placeholder in a message of \`${rule.id}\`, expected a value for it`
  )
  assert.deepEqual(
    own.map((message) => describeReport(message, unsafe)),
    [...example.reports],
    `Unexpected reports of \`${rule.id}\` about “${name}”, expected those of the example:\n${unsafe}\n`
  )
}

async function isSilent(rule: Rule, example: Example): Promise<void> {
  const {name, safe = []} = example
  const found = await runExample(rule, example, safe, {transaction: 'none'})
  assertReadable(rule, example, found.flat())
  const never = new Set([rule.id, 'syntax-error', 'no-refused-clause', 'no-refused-statement'])
  assert.deepEqual(
    found.flatMap((messages, index) =>
      messages
        .filter(({ruleId}) => never.has(ruleId))
        .map((message) => `${describeReport(message, safe[index] ?? '')} of ${message.ruleId}: ${message.reason}`)
    ),
    [],
    `Unexpected reports about what is safe in “${name}”, expected none:\n${safe.join('\n')}\n`
  )
}

/** A tree without positions must not make a rule throw. */
async function survives(rule: Rule, example: Example): Promise<void> {
  const {transaction = 'none', unsafe} = example
  const found = await runExample(rule, example, [unsafe], {transaction, alter: withoutPositions})
  assertNoFault(example, found.flat())
}

type Messages = ReadonlyArray<{ruleId: string; reason: string}>

function assertReadable(rule: Rule, example: Example, messages: Messages): void {
  assertNoFault(example, messages)
  if (rule.id === 'syntax-error') return
  const unread = messages.filter(({ruleId}) => ruleId === 'syntax-error').map(({reason}) => reason)
  assert.deepEqual(unread, [], `Unexpected SQL in “${example.name}”, expected what the server can parse`)
}

function assertNoFault({name}: Example, messages: Messages): void {
  const faults = messages.filter(({ruleId}) => ruleId === 'internal-error').map(({reason}) => reason)
  assert.deepEqual(faults, [], `Unexpected fault in “${name}”, expected a rule that does not throw`)
}

function withoutPositions(script: Script): Script {
  const text = JSON.stringify(script, (key, value: unknown) => (key === 'range' ? {start: 0, end: 0} : value))
  return JSON.parse(text) as Script
}
