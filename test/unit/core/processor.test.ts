import {unified} from 'unified'
import {expect, it} from 'vitest'
import {VFile} from 'vfile'
import {sqlsafeParse, sqlsafeRules} from '../../../src/core/rules/processor.js'
import {loadReader} from '../../../src/operations/read.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres', version: [18]} as const
const reader = await loadReader(server)

it('puts findings on the file as unified knows them', () => {
  const processor = unified()
    .use(sqlsafeParse, {reader})
    .use(sqlsafeRules, {createSession: () => new Session(server, {lock_timeout: '5s'})})
  const file = new VFile({path: '1.sql', value: 'SELECT 1;\nCREATE INDEX i\n  ON account (email);\n'})
  const tree = processor.parse(file)
  expect(tree.children.map(({position}) => position?.start.line)).toEqual([1, 2])

  processor.runSync(tree, file)
  const [message, ...others] = file.messages
  expect(others).toEqual([])
  expect(message).toMatchObject({
    ruleId: 'no-blocking-index',
    source: 'sqlsafe',
    fatal: true,
    name: '1.sql:2:1',
    place: {start: {line: 2, column: 1, offset: 10}, end: {line: 3, column: 21, offset: 45}},
    recipe: 'create-index-concurrently'
  })
  expect(message?.note).toMatch(/^Everybody who wants to write/)
  expect(message?.url).toMatch(/no-blocking-index\.md$/)
})
