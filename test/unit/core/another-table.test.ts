import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeEach, expect, test} from 'vitest'
import {check} from '../../../src/index.js'

const root = mkdtempSync(join(tmpdir(), 'sqlsafe-'))
let folder = root
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
})
afterAll(() => {
  rmSync(root, {recursive: true})
})

/** How often a rule reports on files of a folder. */
async function count(ruleId: string, files: Readonly<Record<string, string>>): Promise<number> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const {files: checked} = await check({paths: [folder], cwd: folder, dialect: 'postgres'})
  return checked.flatMap(({messages}) => messages).filter((message) => message.ruleId === ruleId).length
}

const table = 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);'
const index = 'CREATE INDEX post_author ON post (author);'

test.each([
  ['of the same table', `DROP INDEX post_author; COMMIT; ${index}`, 1],
  ['of another table of its name', `DROP INDEX post_author; ALTER TABLE post RENAME TO old; ${table} ${index}`, 0]
])('an index is missed until a new one %s is built', async (_case, text, found) => {
  expect(await count('no-index-gap', {'1.sql': `${table} ${index}`, '2.sql': text})).toBe(found)
})

test.each([
  [1, 1],
  [2, 2],
  [3, 0]
])(
  'of %i numbers that are taken twice, %i are reported: with many, the runner knows more than numbers',
  async (clashes, found) => {
    const names = Array.from({length: clashes}, (_each, number) => [
      `00${number}_a.up.sql`,
      `00${number}_b.up.sql`
    ]).flat()
    const files = Object.fromEntries(names.map((name) => [name, 'SELECT 1;']))
    expect(await count('no-duplicate-version', files)).toBe(found)
  }
)
