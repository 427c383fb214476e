import {rmSync} from 'node:fs'
import {afterEach, expect, it} from 'vitest'
import {loadConfiguration} from '../../../src/core/configuration/load-configuration.js'
import {checkRule} from '../../../src/core/custom-rules/check-rule.js'
import {check} from '../../../src/index.js'
import type {Rule} from '../../../src/index.js'
import {writeProject} from '../../helpers/cli.js'

const docs = {condition: 'A.', effect: 'B.', instead: 'C.', notWhen: 'D.', examples: []}
const rule = {
  id: 'acme/no-drop',
  summary: 'Disallow dropping',
  severity: 'warning',
  on: 'table.drop',
  engines: ['postgres'],
  recipe: null,
  messages: {drop: 'Unexpected drop, expected none'},
  docs,
  check(_operation: unknown, {report}: {report: (id: string) => void}) {
    report('drop')
  }
}

let folder = ''
afterEach(() => {
  if (folder !== '') rmSync(folder, {recursive: true, force: true})
  folder = ''
})

it('takes a rule, and knows where it stands', () => {
  expect(checkRule(rule, 'rules/no-drop.js')).toMatchObject({id: 'acme/no-drop', docs: {url: 'rules/no-drop.js'}})
  const url = 'https://example.com/no-drop'
  expect(checkRule({...rule, docs: {...docs, url}}, 'rules/no-drop.js').docs.url).toBe(url)
})

it.each<[object, string]>([
  [{id: 'No Drop'}, 'Unexpected `"No Drop"` for `id` of rule `No Drop` in `r.js`, expected an id in small letters'],
  [{id: undefined}, 'Unexpected absence for `id` of a rule in `r.js`'],
  [
    {severity: 'fatal'},
    'Unexpected `"fatal"` for `severity` of rule `acme/no-drop` in `r.js`, expected one of `error`'
  ],
  [{engines: []}, 'for `engines` of rule `acme/no-drop` in `r.js`, expected a list of `postgres`, `mysql`, `mariadb`'],
  [{engines: ['oracle']}, 'Unexpected `["oracle"]` for `engines`'],
  [{recipe: undefined}, 'expected the name of a recipe, or `null`'],
  [{messages: {}}, 'Unexpected `{}` for `messages`'],
  [{options: {size: {type: 'number', description: 'x'}}}, 'for `options` of rule `acme/no-drop` in `r.js`'],
  [{docs: undefined}, 'Unexpected absence for `docs`'],
  [{docs: {...docs, effect: ''}}, 'Unexpected `""` for `docs.effect`'],
  [{check: 'x'}, 'for `check` of rule `acme/no-drop` in `r.js`, expected a function'],
  [{check: undefined}, 'Unexpected rule `acme/no-drop` in `r.js` that looks at nothing'],
  [{on: undefined}, 'Unexpected absence for `on`'],
  [
    {on: ['table.drop', 'table.dorp']},
    'Unexpected `"table.dorp"` for `on` of rule `acme/no-drop` in `r.js`, expected `table.drop`'
  ],
  [{preset: 'most'}, 'for `preset`'],
  [{once: 'always'}, 'for `once`']
])('refuses what differs by %j', (difference, message) => {
  expect(() => checkRule({...rule, ...difference}, 'r.js')).toThrow(message)
})

it.each<[string, Record<string, string>, string]>([
  ['a module that is not there', {}, 'Unexpected custom rules `r.mjs`, expected a module that exists'],
  [
    'a module that throws',
    {'r.mjs': 'throw new Error("no luck")'},
    'Unexpected fault in `r.mjs`, expected a module that can be imported: no luck'
  ],
  ['a module without exports', {'r.mjs': ''}, 'Unexpected exports of `r.mjs`, expected a rule made by `defineRule`'],
  [
    'what is no rule',
    {'r.mjs': 'export const a = 1'},
    'Unexpected `1` in `r.mjs`, expected a rule made by `defineRule`'
  ]
])('names the file of %s', async (_name, files, message) => {
  folder = writeProject({'sqlsafe.config.json': '{"customRules": "r.mjs"}', ...files})
  await expect(loadConfiguration(folder)).rejects.toThrow(message)
})

it('refuses an id that there is', async () => {
  const text = `const rule = ${JSON.stringify({...rule, id: 'no-table-drop'})}; rule.check = () => {}; export default rule`
  folder = writeProject({'sqlsafe.config.json': '{"customRules": ["r.mjs"]}', 'r.mjs': text})
  await expect(loadConfiguration(folder)).rejects.toThrow(
    'Unexpected id `no-table-drop` of a rule in `r.mjs`, expected another than that of a rule of sqlsafe, such as `acme/no-table-drop`'
  )
})

it('refuses a list of something else', async () => {
  folder = writeProject({'sqlsafe.config.json': '{"customRules": 1}'})
  await expect(loadConfiguration(folder)).rejects.toThrow('Unexpected `1` for `customRules`, expected a value of type')
})

it('takes rules themselves, in a library call too', async () => {
  const sql = 'CREATE TABLE a (id bigint PRIMARY KEY);\nDROP TABLE a;'
  const customRules = [rule as unknown as Rule]
  const {files} = await check({paths: ['-'], stdin: sql, dialect: 'postgres', configuration: {customRules}})
  expect(files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toContain('acme/no-drop')
})
