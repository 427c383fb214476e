import {cpSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {build} from 'esbuild'
import {chromium} from 'playwright-core'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {bundleForBrowsers} from '../../../scripts/build/browser.js'
import {root} from '../../../scripts/build/options.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {check, explain, plan} from '../../../src/index.js'
import type {ProjectOptions} from '../../../src/index.js'
import {textsBelow, writeProject} from '../../helpers/cli.js'

const program = process.env['SQLSAFE_TEST_CHROMIUM']

/** What a page does with projects; `ask` below does the same on Node. */
const entry = `
  import {check, explain, plan} from 'sqlsafe'
  const ask = async (options) => ({
    found: await check(options),
    explained: await explain(options),
    planned: await plan(options).catch((error) => error.message)
  })
  globalThis.askAll = async (all) => {
    const answers = []
    for (const options of all) answers.push(await ask(options))
    return JSON.stringify(answers)
  }
`

async function ask(options: ProjectOptions): Promise<unknown> {
  const planned = await plan(options).catch((error: unknown) => (error as Error).message)
  return JSON.parse(JSON.stringify({found: await check(options), explained: await explain(options), planned}))
}

/** An example of each rule: SQL of both engines that sqlsafe has most to say about. */
const examples = rules.flatMap(({docs, engines, id}) =>
  docs.examples
    .slice(0, 1)
    .map(({dialect, name, schema, unsafe, version}): {name: string; options: ProjectOptions} => ({
      name: `${id} ${name}`,
      options: {
        paths: ['migrations'],
        cwd: '/',
        dialect: dialect ?? engines[0] ?? 'postgres',
        serverVersion: version,
        files: {'migrations/2_change.sql': unsafe, ...(schema !== undefined && {'schema.sql': schema})},
        schema: schema === undefined ? undefined : ['schema.sql'],
        configuration: {preset: 'all'}
      }
    }))
)

describe.skipIf(program === undefined)('in a browser', () => {
  let browser: Browser
  let page: Page
  let folder: string
  const complaints: string[] = []
  const requests: string[] = []

  /** The script that a user's bundler makes of a page that imports the package. */
  async function bundlePage(name: string, content: string): Promise<string> {
    const outfile = join(folder, `${name}.out.js`)
    await build({
      absWorkingDir: folder,
      stdin: {contents: content, resolveDir: folder},
      bundle: true,
      format: 'iife',
      minify: true,
      outfile,
      logLevel: 'silent'
    })
    return readFileSync(outfile, 'utf8')
  }

  beforeAll(async () => {
    folder = writeProject({'package.json': '{"private": true}'})
    const installed = join(folder, 'node_modules/sqlsafe')
    await bundleForBrowsers(join(installed, 'dist/browser'))
    cpSync(join(root, 'package.json'), join(installed, 'package.json'))

    // Tests run as root in containers, where Chromium's own sandbox cannot be made.
    browser = await chromium.launch({executablePath: program ?? '', args: ['--no-sandbox']})
    page = await browser.newPage()
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    await page.addScriptTag({content: await bundlePage('page', entry)})
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, {recursive: true, force: true})
  })

  async function askPage(...all: ProjectOptions[]): Promise<unknown[]> {
    return JSON.parse(await page.evaluate<string>(`askAll(${JSON.stringify(all)})`)) as unknown[]
  }

  it('finds, explains and plans what it does on Node, for every rule', async () => {
    expect(new Set(examples.map(({options}) => options.dialect))).toEqual(new Set(['postgres', 'mysql']))
    const answers = await askPage(...examples.map(({options}) => options))
    for (const [number, {name, options}] of examples.entries()) {
      expect(answers[number], name).toEqual(await ask(options))
    }
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
  })

  it('knows the layouts of frameworks, and migrations in scripts', async () => {
    for (const name of ['knex', 'prisma', 'flyway', 'goose', 'popx', 'drizzle']) {
      const options = {paths: ['.'], cwd: '/', files: textsBelow(join(root, 'fixtures/layouts', name))}
      const [here] = await askPage({...options, dialect: 'postgres'})
      expect(here, name).toEqual(await ask({...options, dialect: 'postgres'}))
      expect((here as {found: {files: unknown[]}}).found.files.length, name).toBeGreaterThan(1)
    }
  })

  it('says that it has no database and no git', async () => {
    const files = {'1.sql': 'SELECT 1;'}
    await expect(askPage({paths: ['.'], files, databaseUrl: 'postgres://localhost/a'})).rejects.toThrow(
      'Unexpected address of a database in a browser'
    )
    await expect(askPage({paths: ['.'], files, since: 'main'})).rejects.toThrow(
      'Unexpected revision of git in a browser'
    )
  })

  it('leaves out what a page does not import', async () => {
    const whole = await bundlePage('whole', "import {check} from 'sqlsafe'; check({paths: []})")
    const part = await bundlePage('part', "import {UsageError} from 'sqlsafe'; console.log(UsageError)")
    expect(part.length).toBeLessThan(whole.length / 20)
  })
})
