import {describe, expect, it} from 'vitest'
import {checkHtml} from '../../../src/report/check/check-html.js'
import {checkFiles} from '../../helpers/check-report.js'

const account = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'

describe('check --format html', () => {
  it('is a page of its own that loads and runs nothing', async () => {
    const {context, result} = await checkFiles({'m/1.sql': account, 'm/2.sql': 'DROP TABLE account;'})
    const page = checkHtml(result, context)
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/i)
  })

  it('shows what others have written as text', async () => {
    const name = `"<script>alert(1)</script>' onclick=x &amp; \u202e\u0007`
    const sql = `ALTER TABLE "${name.replaceAll('"', '""')}" ALTER COLUMN c SET NOT NULL; -- </code></pre>`
    const {context, result} = await checkFiles({'m/<b>.sql': sql})
    const page = checkHtml(result, {...context, diff: `+${name}\n`})
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>.sql')
    expect(page).not.toMatch(/[\u0007\u202e]/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&#39; onclick=x &amp;amp; \uFFFD\uFFFD')
  })

  it('says who waits from where to where, and how long with the tables as big as they are', async () => {
    const sql =
      'BEGIN;\nALTER TABLE account ADD COLUMN a int;\nALTER TABLE account ALTER COLUMN email SET NOT NULL;\nCOMMIT;'
    const stats = JSON.stringify({version: 1, dialect: 'postgres', tables: {account: {rows: 9e7, bytes: 5.2e10}}})
    const files = {'m/1.sql': account, 'm/2.sql': sql}
    const unknown = await checkFiles(files)
    const page = checkHtml(unknown.result, unknown.context).replace(/\s+/g, ' ')
    expect(page).toContain(
      'Reads and writes of <code>account</code> wait from line 2 to line 4: 20–50 s with 10 GB a table'
    )
    expect(page).toMatch(/<dt>1 GB<\/dt>\s*<dd>2–5 s<\/dd>/)
    const known = await checkFiles({...files, 'stats.json': stats}, {stats: 'stats.json'})
    const sized = checkHtml(known.result, known.context).replace(/\s+/g, ' ')
    expect(sized).toContain('wait from line 2 to line 4: 2–5 min </li>')
    expect(sized).toMatch(/<dt>52 GB<\/dt>\s*<dd>2–5 min<\/dd>/)
    expect(sized).not.toContain('<dt>1 GB</dt>')
  })

  it('marks the places of findings in the statement, also of a long one and where they overlap', async () => {
    const many = Array.from({length: 400}, (_, index) => `ADD COLUMN c${String(index)} int`).join(', ')
    const sql = `ALTER TABLE account ${many}, ALTER COLUMN email SET NOT NULL;`
    const {context, result} = await checkFiles({'m/1.sql': account, 'm/2.sql': sql})
    const page = checkHtml(result, context)
    const shown = /<mark class="error">([^<]*)<\/mark>/.exec(page)?.[1]
    expect(shown).toContain('ALTER COLUMN email SET NOT NULL')
    expect(page).toContain('<pre><code>… ')
    expect(page.length).toBeLessThan(40_000)
  })

  it('shows findings also where nobody has worked timelines out', async () => {
    const {context, result} = await checkFiles({'m/1.sql': account, 'm/2.sql': 'SELECT 1;\nDROP TABLE account;'})
    const {timelines: _timelines, ...without} = context
    const page = checkHtml(result, without)
    expect(page).toContain('<mark class="warning">DROP TABLE account</mark>')
    expect(page).toContain('no-table-drop')
  })

  it('says so where nothing is found, and where there is nothing', async () => {
    const {context, result} = await checkFiles({'m/1.sql': account})
    const page = checkHtml(result, context)
    expect(page).toContain('<h1>Safe to deploy: nothing found in 1 file</h1>')
    expect(page).toContain('CREATE TABLE account')
  })
})
