import {expect, it} from 'vitest'
import {terminalSvg} from '../../../scripts/pictures/terminal-svg.js'

it('a picture of a terminal has its colours, and keeps words together', () => {
  const svg = terminalSvg('sqlsafe', '\u001B[1m\u001B[31mNot safe\u001B[39m\u001B[22m &\n  one two three', 12)
  expect(svg).toContain('class="bold red">Not safe</tspan>')
  const lines = [...svg.matchAll(/<text y="\d+">\n(.*?)<\/text>/gs)].map(([, spans = '']) =>
    [...spans.matchAll(/>([^<]+)<\/tspan>/g)].map(([, text]) => text)
  )
  expect(lines).toEqual([['$ ', 'sqlsafe'], ['Not safe', ' &amp;'], ['  one two '], ['three']])
})

it('a picture of a terminal is not made of what moves the cursor', () => {
  expect(() => terminalSvg('x', 'a\u001B[2Kb', 80)).toThrow('Unexpected escape sequence')
})
