import {AssertionError} from 'node:assert'
import {expect, it} from 'vitest'
import {defineRule} from '../../../src/index.js'
import type {Example} from '../../../src/index.js'
import {ruleTester} from '../../../src/rule-tester/rule-tester.js'

const example: Example = {
  name: 'drop',
  schema: 'CREATE TABLE a (id bigint PRIMARY KEY);',
  unsafe: 'DROP TABLE a;',
  reports: ['1:1-1:13 drop'],
  safe: ['SELECT 1;']
}

/** A rule against dropping tables, but for what is given. */
function ruleWith(examples: readonly Example[], report = 'drop') {
  return defineRule({
    id: 'acme/no-drop',
    summary: 'Disallow dropping',
    severity: 'error',
    on: 'table.drop',
    engines: ['postgres'],
    recipe: null,
    messages: {drop: 'Unexpected drop of `{{table}}`, expected none'},
    docs: {condition: 'A.', effect: 'B.', instead: 'C.', notWhen: 'D.', examples},
    check({table}, context) {
      if (report === 'throw') throw new Error('no luck')
      context.report('drop', report === 'drop' ? {table: table.name} : {})
    }
  })
}

/** What is said about a rule where there is no test framework. */
async function fault(...[rule, options]: Parameters<typeof ruleTester>): Promise<string> {
  try {
    await ruleTester(rule, options)
  } catch (error) {
    if (error instanceof AssertionError) return error.message
    throw error
  }
  return ''
}

it('finds nothing wrong with a rule that does what it says', async () => {
  expect(await fault(ruleWith([example]))).toBe('')
})

it('shows what was expected, and what is', async () => {
  const message = await fault(ruleWith([{...example, reports: ['1:1-1:12 drop']}]))
  expect(message).toContain('Unexpected reports of `acme/no-drop` about “drop”')
  expect(message).toContain('DROP TABLE a;')
})

it.each<[string, Partial<Example>, string, string]>([
  ['reports what is safe', {safe: ['DROP TABLE a;']}, 'drop', 'Unexpected reports about what is safe in “drop”'],
  ['throws', {}, 'throw', 'Unexpected fault in “drop”'],
  ['leaves a placeholder', {}, 'nothing', 'Unexpected placeholder in a message of `acme/no-drop`'],
  [
    'has SQL that cannot be read',
    {unsafe: 'DROP TABEL a;', reports: ['1:1-1:1 drop']},
    'drop',
    'Unexpected SQL in “drop”'
  ],
  ['has a message without an example', {reports: []}, 'drop', 'Unexpected messages of `acme/no-drop` in `reports`']
])('refuses a rule that %s', async (_name, difference, report, message) => {
  expect(await fault(ruleWith([{...example, ...difference}], report))).toContain(message)
})

it('tries further cases', async () => {
  const cases = [{name: 'more', safe: ['CREATE TABLE b (id int);\nDROP TABLE b;']}]
  expect(await fault(ruleWith([example]), {cases})).toContain('Unexpected reports about what is safe in “more”')
})

it('registers tests where there is a framework', async () => {
  const names: string[] = []
  const framework = {
    describe(name: string, register: () => void) {
      names.push(name)
      register()
    },
    it: (name: string) => names.push(name)
  }
  await ruleTester(ruleWith([example], 'throw'), {framework})
  expect(names).toEqual([
    'acme/no-drop',
    'reaches every message by an example',
    'reports “drop”',
    'survives what has no position in “drop”',
    'is silent about what is safe in “drop”'
  ])
})
