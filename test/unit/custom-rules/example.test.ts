/** The example of `docs/custom-rules.md`, as its user has it: the package is built and installed, the program runs. */
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, beforeEach, expect, test} from 'vitest'
import {root} from '../../../scripts/build/options.js'
import {buildCli} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

const ruleFile = 'rules/require-tenant-column.ts'
const id = 'acme/require-tenant-column'
let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(() => {
  // Below the project: Node 20 runs TypeScript by jiti, which is found there.
  folder = mkdtempSync(join(root, '.cache', 'example-'))
  cpSync(join(root, 'examples/custom-rule'), folder, {recursive: true})
  const installed = join(folder, 'node_modules/sqlsafe')
  mkdirSync(installed, {recursive: true})
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  symlinkSync(dirname(cli.path), join(installed, 'dist'))
  return () => rmSync(folder, {recursive: true, force: true})
})

/** Rules that were reported, each with its line. */
async function check(...args: string[]): Promise<{code: number | null; found: string[]}> {
  const {code, stderr, stdout} = await cli.run(['check', '--format', 'json', ...args], {cwd: folder})
  if (stdout === '') throw new Error(stderr)
  const {files} = JSON.parse(stdout) as {
    files: Array<{path: string; messages: Array<{ruleId: string; url: string; place: {start: {line: number}}}>}>
  }
  const found = files.flatMap(({messages, path}) =>
    messages.map(({place, ruleId, url}) => `${path}:${String(place.start.line)} ${ruleId} ${url}`)
  )
  return {code, found}
}

test('its finding is reported, and suppressions and options hold', async () => {
  expect(await check()).toEqual({code: 1, found: [`migrations/0002_invoice.sql:1 ${id} ${ruleFile}`]})
})

test('it has a level, and a page', async () => {
  expect(await check('--rule', `${id}=off`)).toEqual({code: 0, found: []})
  expect(await check('--rule', `${id}=info`)).toMatchObject({
    code: 0,
    found: [expect.stringContaining('0002_invoice.sql:1')]
  })
  const {stdout} = await cli.run(['rules', id], {cwd: folder})
  expect(stdout).toContain('Rows of one tenant are shown to others.')
  const list = await cli.run(['rules', '--format', 'json'], {cwd: folder})
  expect(JSON.parse(list.stdout)).toContainEqual(expect.objectContaining({id, preset: 'recommended', url: ruleFile}))
})

test('its options are checked', async () => {
  const configuration = join(folder, 'sqlsafe.config.yaml')
  writeFileSync(configuration, readFileSync(configuration, 'utf8').replace('except:', 'excpet:'))
  const {code, stderr} = await cli.run(['check'], {cwd: folder})
  expect({code, stderr}).toEqual({
    code: 2,
    stderr: `sqlsafe: Unexpected \`excpet\` in \`rules.${id}[1]\`, expected \`except\` in \`sqlsafe.config.yaml\`\n`
  })
})

test('it may change between two runs: what was found before is not taken for what it finds', async () => {
  await check()
  const rule = join(folder, ruleFile)
  writeFileSync(rule, readFileSync(rule, 'utf8').replaceAll("'tenant_id'", "'id'"))
  expect(await check()).toEqual({code: 0, found: []})
})

test('where it throws, the others go on', async () => {
  const rule = join(folder, ruleFile)
  writeFileSync(
    rule,
    readFileSync(rule, 'utf8').replace('if (columns.some', "throw new Error('no luck')\n    if (columns.some")
  )
  writeFileSync(join(folder, 'migrations/0003_drop.sql'), 'DROP TABLE invoice;\n')
  const {code, found} = await check()
  expect(code).toBe(2)
  expect(found).toContain(`migrations/0002_invoice.sql:1 internal-error ${ruleFile}`)
  expect(found.join('\n')).toContain('migrations/0003_drop.sql:1 no-table-drop')
})

test('where it reports a message that it has not, that is told', async () => {
  const rule = join(folder, ruleFile)
  writeFileSync(rule, readFileSync(rule, 'utf8').replace("report('missing'", "report('absent'"))
  const {code, found} = await check()
  expect(code).toBe(2)
  expect(found.join('\n')).toContain('internal-error')
})
