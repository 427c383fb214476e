/** The plans of everything that rules call unsafe on MySQL and MariaDB. */
import {describe, expect, it} from 'vitest'
import type {Example, Rule} from '../../../src/core/define-rule.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import type {Server} from '../../../src/server/server.js'
import {advice} from '../../../src/plan/advice.js'
import {readPlan} from '../../../src/plan/digest.js'
import {recipes} from '../../../src/plan/recipes.generated.js'
import type {DdlInput} from '../../../src/plan/steps.js'
import {planJson} from '../../../src/report/plan/plan-json.js'
import {serverOf} from '../../../src/rule-tester/run-example.js'
import {errorsIn, stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

/** Examples that no plan makes safe, with the reason. */
const hopeless: Readonly<Record<string, string>> = {
  'no-blocking-unique, mysql-functional': 'a copy needs a unique key, the table has none',
  'no-copy-algorithm, drop-primary-key': 'the table would have no key afterwards',
  'no-primary-key-drop, mysql-drop': 'the table would have no key afterwards'
}

const withRecipe = rules.filter(
  ({engines, recipe}) => recipe !== null && (engines.includes('mysql') || engines.includes('mariadb'))
)

const cases = withRecipe.flatMap((rule) =>
  rule.docs.examples
    .map((example): [string, Rule, Example, Server] => [
      `${rule.id}, ${example.name}`,
      rule,
      example,
      serverOf(rule, example)
    ])
    .filter(([, , example, {dialect}]) => dialect !== 'postgres' && example.refused !== true)
)

it.each(withRecipe.map((rule): [string, Rule] => [rule.id, rule]))(
  '%s names a recipe or an advice',
  (_id, {recipe}) => {
    const name = recipe ?? ''
    expect(recipes.some((each) => each.name === name) || name in advice).toBe(true)
  }
)

it('has hopeless examples that there are', () => {
  const names = cases.map(([name]) => name)
  for (const name of Object.keys(hopeless)) expect(names).toContain(name)
})

describe.each(cases)('%s', (name, _rule, {schema, transaction, unsafe: sql}, {dialect, version: numbers}) => {
  const version = numbers.join('.')
  const wanted = {schema, transaction, version, dialect}

  it(`has a plan that is ${name in hopeless ? 'said to be unsafe' : 'safe'}`, async () => {
    const plan = await planOf(sql, wanted)
    const unsafe = plan.remarks.filter(({severity}) => severity === 'unsafe').map(({text}) => text)
    if (name in hopeless) expect(unsafe.length).toBeGreaterThan(0)
    else expect(unsafe).toEqual([])
  })

  it('has the same plan each time, whole and in order', async () => {
    const plan = await planOf(sql, wanted)
    expect(await planOf(sql, wanted)).toEqual(plan)
    expect(readPlan(planJson(plan), 'plan.json')).toEqual(JSON.parse(JSON.stringify(plan)))
    const all = stepsOf(plan)
    expect(new Set(all.map(({id}) => id)).size).toBe(all.length)
    for (const {id, undo, undoNote = ''} of all) expect([id, undo.length > 0 || undoNote !== '']).toEqual([id, true])
  })

  it('asks for an algorithm in each change that a recipe makes', async () => {
    const changes = stepsOf(await planOf(sql, wanted)).filter(
      ({kind, recipe}) => kind === 'ddl' && recipe !== undefined
    )
    const statements = changes.map(({input}) => (input as DdlInput).statement).filter((text) => /^ALTER\b/.test(text))
    for (const statement of statements)
      expect(statement).toMatch(/, ALGORITHM=(?:INSTANT$|(?:NOCOPY|INPLACE|COPY), LOCK=NONE$)/)
  })
})

const planned = cases.filter(([name]) => !(name in hopeless))

describe.each(planned)('%s', (_name, _rule, {schema, transaction, unsafe: sql}, {dialect, version: numbers}) => {
  const version = numbers.join('.')
  const wanted = {schema, transaction, version, dialect}

  it('has steps that check finds no fault with', async () => {
    const plan = await planOf(sql, wanted)
    const inPlace = plan.phases.filter(({kind}) => kind !== 'contract').flatMap((phase) => phase.steps)
    const isShown = (kind: string): boolean => kind !== 'batch' && !kind.startsWith('shadow-')
    const ours = new Set(inPlace.filter(({kind, recipe}) => recipe !== undefined && isShown(kind)).map(({id}) => id))
    const faults = await errorsIn(
      stepsOf(plan).filter(({kind}) => isShown(kind)),
      {schema, version, dialect}
    )
    expect(faults.filter(({step}) => ours.has(step))).toEqual([])
  })
})
