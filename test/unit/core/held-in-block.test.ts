import {expect, it} from 'vitest'
import {check} from '../../../src/library/check.js'

const held = 'ALTER TABLE item ADD CONSTRAINT q CHECK (n <> 3) NOT VALID;'
const long = 'ALTER TABLE item VALIDATE CONSTRAINT q;'

/** What is found of work under a lock, where the runner begins no transaction. */
async function found(text: string): Promise<string[]> {
  const given = {cwd: '/p', paths: ['.'], files: {'1.sql': text}, dialect: 'postgres'} as const
  const {files} = await check({...given, configuration: {runner: {transaction: 'none'}}})
  return files
    .flatMap(({messages}) => messages.map(({ruleId}) => ruleId))
    .filter((id) => id === 'no-work-under-exclusive-lock')
}

it.each([
  ['a block', `DO $$ BEGIN ${held} ${long} END $$;`, 1],
  ['two statements', `${held}\n${long}`, 0],
  ['two blocks', `DO $$ BEGIN ${held} END $$;\nDO $$ BEGIN ${long} END $$;`, 0],
  ['a block that commits between them', `DO $$ BEGIN ${held} COMMIT; ${long} END $$;`, 0],
  ['a block, and a statement after it', `DO $$ BEGIN ${held} PERFORM 1; END $$;\n${long}`, 0]
])('a lock is held to the end of the transaction: %s', async (_what, text, count) => {
  expect(await found(text)).toHaveLength(count)
})

it.each([
  [
    'in its transaction',
    'BEGIN;\nALTER TABLE item ADD COLUMN name text;\n',
    'the ACCESS EXCLUSIVE of its transaction, which blocks reads and writes'
  ],
  ['of another table', 'BEGIN;\nALTER TABLE post ADD COLUMN name text;\n', 'SHARE, which blocks writes'],
  ['given back', 'BEGIN;\nALTER TABLE item ADD COLUMN name text;\nCOMMIT;\n', 'SHARE, which blocks writes']
])('an index is built under the lock that is held: %s', async (_what, before, under) => {
  const files = {'1.sql': `${before}CREATE INDEX item_n ON item (n);`}
  const result = await check({cwd: '/p', paths: ['.'], files, dialect: 'postgres'})
  const [found] = result.files.flatMap(({messages}) => messages.filter(({ruleId}) => ruleId === 'no-blocking-index'))
  expect(found?.reason).toContain(`it reads all of \`item\` under ${under};`)
})
