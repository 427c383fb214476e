import {micromark} from 'micromark'
import {gfm, gfmHtml} from 'micromark-extension-gfm'
import {describe, expect, it} from 'vitest'
import {checkMarkdown} from '../../../src/report/check/check-markdown.js'
import {checkFiles} from '../../helpers/check-report.js'

const account = 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'
const stats = {
  'stats.json': JSON.stringify({
    version: 1,
    dialect: 'postgres',
    tables: {account: {rows: 90_000_000, bytes: 52_000_000_000, writesPerSecond: 40}}
  })
}

/** What a reader sees, as GitHub renders it. */
function render(markdown: string): string {
  return micromark(markdown, {allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()]})
}

describe('check --format markdown', () => {
  it('says the verdict first, then a folded table for each file with findings', async () => {
    const {context, result} = await checkFiles(
      {'m/1.sql': account, 'm/2_*a*.sql': 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;', ...stats},
      {stats: 'stats.json'}
    )
    const markdown = checkMarkdown(result, context)
    expect(markdown).toMatch(/^### ❌ Not safe to deploy: 2 errors in 1 of 2 files\n/)
    const html = render(markdown)
    expect(html.match(/<details>/g)).toHaveLength(1)
    expect(html).toContain('<summary><code>m/2_*a*.sql</code>: 2 errors</summary>')
    const cells = [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) => cell)
    expect(cells).toHaveLength(12)
    expect(cells[2]).toBe('ACCESS EXCLUSIVE on <code>account</code>')
    expect(cells[3]).toBe('reads and writes')
    expect(cells[4]).toMatch(/^About 2 to 5 minutes for the 52 GB of <code>account<\/code>/)
    expect(cells[5]).toContain('validate it in a later transaction')
    expect(cells[5]).toContain(
      'href="https://github.com/sqlsafe/sqlsafe/blob/main/docs/rules/no-scanning-set-not-null.md"'
    )
    expect(html).toContain('2 files, 2 statements. PostgreSQL 16')
  })

  it('shows hostile names as they are, and runs, links and calls nobody', async () => {
    const name = 'a|b</code></details><img src=x>*_~@octocat #1 https://evil.example \\'
    const {context, result} = await checkFiles({'m/1.sql': `ALTER TABLE "${name}" ALTER COLUMN "[x](y)" SET NOT NULL;`})
    const html = render(checkMarkdown(result, context))
    const [row = ''] = html.split('<tbody>')[1]?.split('</tr>') ?? []
    expect(row.match(/<td>/g)).toHaveLength(6)
    expect(html).not.toContain('<img')
    expect(html.match(/<\/details>/g)).toHaveLength(1)
    expect(row).not.toMatch(/@octocat|#1|href="https:\/\/evil/)
    const text = row.replace(/<!--.*?-->/g, '').replace(/<[^>]+>/g, '')
    expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(name)
    expect(text).toContain('[x](y)')
  })

  it('ends with whole rows and the number of those left out where it would be too long', async () => {
    const many = Array.from({length: 300}, (_, index) => `CREATE INDEX ON account (email, c${index});`)
    const {context, result} = await checkFiles({
      'm/1.sql': account,
      'm/2.sql': many.join('\n'),
      'm/3.sql': 'DROP TABLE account;'
    })
    const all = result.summary.errors + result.summary.warnings + result.summary.infos
    for (const maximumLength of [65_536, 20_000, 5_000]) {
      const markdown = checkMarkdown(result, context, {maximumLength})
      expect(markdown.length).toBeLessThanOrEqual(maximumLength)
      expect(markdown.length).toBeGreaterThan(maximumLength - 1_000)
      const rows = markdown.split('\n').filter((line) => /^\| (?:❌|⚠️|ℹ️) /u.test(line))
      expect(markdown).toContain(`**${String(rows.length)} of ${String(all)} findings shown**`)
      for (const row of rows) expect(row).toMatch(/ \|$/)
      expect(markdown.match(/<details>/g)).toHaveLength(markdown.match(/<\/details>/g)?.length ?? 0)
      expect(markdown).toMatch(/^### ❌ Not safe/)
    }
    for (const maximumLength of [400, 100, 10, 0]) {
      expect(checkMarkdown(result, context, {maximumLength}).length).toBeLessThanOrEqual(maximumLength)
    }
  })

  it('puts files with errors before those with less, and links lines where it is told to', async () => {
    const {context, result} = await checkFiles(
      {'m/1.sql': account, 'm/2.sql': 'ALTER TABLE account DROP COLUMN email;', 'm/3.sql': 'VACUUM FULL account;'},
      {configuration: {preset: 'all'}}
    )
    const markdown = checkMarkdown(result, context, {link: (path, line) => `https://git.example/${path}#L${line}`})
    const order = [...markdown.matchAll(/<summary><code>(.*?)<\/code>/g)].map(([, path]) => path)
    const grave = (path: string | undefined): number =>
      Number(result.files.find((file) => file.path === path)?.messages.some(({severity}) => severity === 'error'))
    expect(order.map(grave)).toEqual([...order.map(grave)].sort((a, b) => b - a))
    expect(markdown).toContain('[1](<https://git.example/m/3.sql#L1>)')
  })

  it('says so where nothing is found', async () => {
    const {context, result} = await checkFiles({'m/1.sql': account})
    expect(checkMarkdown(result, context)).toMatch(
      /^### ✅ Safe to deploy: nothing found in 1 file\n\n1 file, 1 statement\. /
    )
    expect(checkMarkdown(result, {...context, quiet: true})).toBe('')
  })
})
