import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {leftOut} from '../../../scripts/peer-checks/left-out.js'
import {renderCoverage} from '../../../scripts/peer-checks/render-coverage.js'
import {silent} from '../../../scripts/peer-checks/silent.js'
import {told} from '../../../scripts/peer-checks/told.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {check} from '../../../src/library/check.js'

it('is as the generator writes it: `npm run generate`', async () => {
  const written = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8')
  expect(written).toBe(await renderCoverage())
})

it('leaves nothing out that a rule covers', () => {
  const covered = new Set(rules.flatMap(({peers = {}}) => namesOf(peers)))
  expect(leftOut.flatMap(({peers}) => namesOf(peers)).filter((name) => covered.has(name))).toEqual([])
})

it('gives one reason for each check that is left out', () => {
  const names = leftOut.flatMap(({peers}) => namesOf(peers))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  for (const {because} of leftOut) expect(because).toMatch(/^\S.*[.]$/s)
})

it.each(silent)('reports nothing about $sql', async ({schema, sql}) => {
  expect(await rulesThatSpeak(schema, sql, 'none')).toEqual([])
})

it.each(told)('reports $sql', async ({rule, schema, sql, transaction}) => {
  expect(await rulesThatSpeak(schema, sql, transaction ?? 'none')).toEqual([rule])
})

async function rulesThatSpeak(
  schema: string,
  sql: string,
  transaction: 'none' | 'migration' | 'query'
): Promise<string[] | undefined> {
  const {files} = await check({
    cwd: '/',
    paths: ['2.sql'],
    files: {'2.sql': sql, 'schema.sql': schema},
    schema: ['schema.sql'],
    dialect: 'postgres',
    configuration: {runner: {transaction, lockTimeout: '5s'}}
  })
  return files[0]?.messages.map(({ruleId}) => ruleId)
}

function namesOf(peers: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(peers).flatMap(([peer, names]) => names.map((name) => `${peer} ${name}`))
}
