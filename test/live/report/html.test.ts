import {readFileSync, rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import type {Browser, BrowserContextOptions, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {checkHtml} from '../../../src/report/check/check-html.js'
import {checkFiles} from '../../helpers/check-report.js'
import {writeProject} from '../../helpers/cli.js'

const program = process.env['SQLSAFE_TEST_CHROMIUM']
const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

const base = [
  'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
  'CREATE TABLE orders (id bigint PRIMARY KEY, account bigint);'
].join('\n')
const change = [
  'BEGIN;',
  'ALTER TABLE account ADD COLUMN name text;',
  'CREATE INDEX ON orders (account);',
  'ALTER TABLE account ALTER COLUMN name SET NOT NULL;',
  'COMMIT;',
  'ALTER TABLE "<img src=https://evil.example/x onerror=alert(1)>" ADD COLUMN c int;',
  'DROP TABLE orders;'
].join('\n')

describe.skipIf(program === undefined)('the page of check --format html', () => {
  let browser: Browser
  let folder: string
  let address: string

  beforeAll(async () => {
    const {context, result} = await checkFiles(
      {'m/1.sql': base, 'm/2.sql': change, 'm/3.sql': 'SELECT 1;'},
      {configuration: {preset: 'all'}}
    )
    folder = writeProject({'report.html': checkHtml(result, {...context, diff: '--- a\n+++ b\n-old\n+new\n'})})
    address = pathToFileURL(join(folder, 'report.html')).href
    // Tests run as root in containers, where Chromium's own sandbox cannot be made.
    browser = await chromium.launch({executablePath: program ?? '', args: ['--no-sandbox']})
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, {recursive: true, force: true})
  })

  async function open(options: BrowserContextOptions): Promise<{page: Page; requests: string[]; complaints: string[]}> {
    const page = await browser.newPage(options)
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(address)
    return {page, requests, complaints}
  }

  it.each(['light', 'dark'] as const)('is readable in the %s scheme, and asks nobody for anything', async (scheme) => {
    const {complaints, page, requests} = await open({colorScheme: scheme})
    expect(await page.locator('h1').textContent()).toMatch(/^Not safe to deploy: /)
    const texts = [
      'no-scanning-set-not-null',
      'no-blocking-index',
      'CREATE INDEX ON orders (account)',
      'onerror=alert(1)'
    ]
    for (const text of texts) expect(await page.getByText(text).first().isVisible(), text).toBe(true)

    const color = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number)
    const brightness = (red + green + blue) / 3
    if (scheme === 'light') expect(brightness).toBeGreaterThan(200)
    else expect(brightness).toBeLessThan(60)
    expect(requests).toEqual([address])
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each(['light', 'dark'] as const)('is accessible in the %s scheme: contrast, names, order', async (colorScheme) => {
    // Only so that the checker itself may run in the page.
    const {page} = await open({colorScheme, bypassCSP: true})
    await page.addScriptTag({content: axe})
    const violations = await page.evaluate<string[]>(
      'axe.run().then(({violations}) => violations.map(({id, nodes}) => id + ": " + nodes[0].html))'
    )
    expect(violations).toEqual([])
    await page.close()
  })

  it('draws a lock from the statement that takes it to the end of the transaction', async () => {
    const {page} = await open({viewport: {width: 1400, height: 900}})
    const migration = page.locator('details', {hasText: 'm/2.sql'})
    const lane = (await migration.locator('thead .lane').allTextContents()).indexOf('account')
    const bars = migration.locator(`tbody td.lane:nth-of-type(${String(lane + 1)}) .bar`)
    const boxes = await Promise.all((await bars.all()).map((bar) => bar.boundingBox()))
    // Lines 2 to 5 of 7.
    expect(boxes).toHaveLength(4)
    for (const [number, box] of boxes.entries()) {
      expect(box?.width).toBeGreaterThan(5)
      const end = (box?.y ?? 0) + (box?.height ?? 0)
      const next = boxes[number + 1]
      if (next) expect(next.y - end).toBeLessThanOrEqual(1)
    }
    await page.close()
  })

  it('fits a telephone', async () => {
    const {page} = await open({viewport: {width: 390, height: 800}})
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await page.getByText('no-blocking-index').first().isVisible()).toBe(true)
    await page.close()
  })
})
