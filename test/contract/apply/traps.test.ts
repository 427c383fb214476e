import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'

const folder = fileURLToPath(new URL('../../live/apply/', import.meta.url))

const rows = readFileSync(`${folder}traps.md`, 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , file]) => file?.startsWith('`') === true)
  .map(([, trap = '', file = '', title = '']) => ({trap, file: file.replaceAll('`', ''), title}))

/** A title stands in its file as the text of a test, or of one of its rows. */
const quotes = [`'`, '"', '`']

describe('each trap has a test of its name', () => {
  it('and there are some', () => {
    expect(rows.length).toBeGreaterThan(50)
  })

  it.each(rows)('$trap', ({file, title}) => {
    expect(existsSync(folder + file)).toBe(true)
    const content = readFileSync(folder + file, 'utf8')
    expect(quotes.some((quote) => content.includes(quote + title))).toBe(true)
  })
})
