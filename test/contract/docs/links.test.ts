import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {expect, test} from 'vitest'
import {root} from '../../../scripts/build/options.js'

const folders = [root, join(root, 'docs')]
const pages = folders.flatMap((folder, index) =>
  readdirSync(folder, {recursive: index > 0, encoding: 'utf8'}).flatMap((name) =>
    name.endsWith('.md') ? [join(folder, name)] : []
  )
)

/** Without what is shown as code, where brackets mean something else. */
function prose(text: string): string {
  return text.replace(/^(```+|~~~+)[^]*?^\1/gm, '').replace(/`[^`\n]*`/g, '')
}

/** As GitHub names the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ +(.*)$/gm)].map(([, text = '']) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-')
  )
  return new Set(headings)
}

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(100)
})

test.each(pages.map((page) => [relative(root, page), page] as const))(
  'the links of %s lead somewhere',
  (_name, page) => {
    const broken: string[] = []
    for (const [, target = ''] of prose(readFileSync(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), decodeURI(path))
      const isThere = existsSync(file)
      const isAnchor = anchor === undefined || (isThere && statSync(file).isFile() && anchorsOf(file).has(anchor))
      if (!isThere || !isAnchor) broken.push(target)
    }
    expect(broken).toEqual([])
  }
)
