/** What a program prints on a terminal, as an SVG. */
import {element} from '../../src/report/xml.js'

/** Text that looks the same. */
interface Span {
  text: string
  classes: string
}

const cell = {width: 7.8, height: 18}
const margin = {left: 18, top: 44, bottom: 18}

const style = `
svg { color-scheme: light dark; }
.window { fill: #ffffff; stroke: #d0d7de; } .bar { fill: #eef1f4; } .title { fill: #57606a; }
text { fill: #1f2328; font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
.bold { font-weight: 700; } .dim { fill: #656d76; } .underline { text-decoration: underline; }
.red { fill: #c62828; } .green { fill: #1a7f37; } .yellow { fill: #8a5a00; } .blue { fill: #0b57d0; } .magenta { fill: #8250df; } .cyan { fill: #0f6a7a; } .gray { fill: #656d76; }
@media (prefers-color-scheme: dark) {
  .window { fill: #0d1117; stroke: #30363d; } .bar { fill: #161b22; } .title { fill: #9198a1; }
  text { fill: #e6edf3; } .dim, .gray { fill: #8b949e; }
  .red { fill: #ff7b72; } .green { fill: #56d364; } .yellow { fill: #e3b341; } .blue { fill: #79c0ff; } .magenta { fill: #d2a8ff; } .cyan { fill: #76e3ea; }
}
`

/** `\u001B[31m` and its like: what it begins or ends. */
const codes: Record<string, (classes: Set<string>) => void> = {
  0: (classes) => classes.clear(),
  1: (classes) => classes.add('bold'),
  2: (classes) => classes.add('dim'),
  4: (classes) => classes.add('underline'),
  22: (classes) => ['bold', 'dim'].forEach((name) => classes.delete(name)),
  24: (classes) => classes.delete('underline'),
  39: (classes) => colors.forEach((name) => classes.delete(name)),
  90: (classes) => setColor(classes, 'gray')
}
const colors = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'gray']
for (const [index, name] of colors.slice(0, 6).entries()) codes[31 + index] = (classes) => setColor(classes, name)

function setColor(classes: Set<string>, color: string): void {
  for (const name of colors) classes.delete(name)
  classes.add(color)
}

/**
 * Draw what a command printed, with its colours.
 *
 * @param title Of the window: the command.
 * @throws {Error} When it has an escape sequence that is no colour.
 */
export function terminalSvg(title: string, output: string, columns: number): string {
  const lines = [
    [
      {text: '$ ', classes: 'green bold'},
      {text: title, classes: 'bold'}
    ],
    ...parse(output)
  ].flatMap((line) => wrap(line, columns))
  const width = Math.ceil(columns * cell.width + 2 * margin.left)
  const height = margin.top + lines.length * cell.height + margin.bottom
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map((fill, index) =>
    element('circle', {cx: 20 + 20 * index, cy: 16, r: 6, fill})
  )
  const texts = lines.map((line, number) =>
    element('text', {y: margin.top + (number + 1) * cell.height - 4}, spansOf(line))
  )
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${String(width)} ${String(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': `$ ${title}`
    },
    [
      element('style', {}, style),
      element('rect', {class: 'window', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8}),
      element('path', {class: 'bar', d: `M1 32V9a8 8 0 0 1 8-8H${String(width - 9)}a8 8 0 0 1 8 8V32z`}),
      ...dots,
      ...texts
    ]
  )}\n`
}

function spansOf(line: readonly Span[]): string[] {
  let column = 0
  return line.flatMap(({classes, text}) => {
    const x = margin.left + column * cell.width
    column += text.length
    if (text.trim() === '') return []
    // So that columns stand below one another whatever font the reader has.
    const textLength = (text.length * cell.width).toFixed(1)
    return [element('tspan', {x: x.toFixed(1), textLength, class: classes || undefined}, text)]
  })
}

function parse(output: string): Span[][] {
  const classes = new Set<string>()
  return output
    .trimEnd()
    .split('\n')
    .map((line) =>
      line.split(/(\u001B\[[\d;]*[A-Za-z])/).flatMap((part) => {
        if (!part.startsWith('\u001B')) return part === '' ? [] : [{text: part, classes: [...classes].join(' ')}]
        for (const code of part.slice(2, -1).split(';')) {
          const apply = part.endsWith('m') ? codes[code === '' ? '0' : code] : undefined
          if (apply === undefined)
            throw new Error(`Unexpected escape sequence ${JSON.stringify(part)}, expected a colour`)
          apply(classes)
        }
        return []
      })
    )
}

/** As terminals do that keep words together. */
function wrap(line: readonly Span[], columns: number): Span[][] {
  const lines: Span[][] = [[]]
  let room = columns
  for (const {classes, text} of line) {
    for (const word of text.match(/\s+|[^\s]+/g) ?? []) {
      if (word.length > room && room < columns) {
        lines.push([])
        room = columns
        if (word.trim() === '') continue
      }
      const current = lines.at(-1)
      const last = current?.at(-1)
      if (last?.classes === classes) last.text += word
      else current?.push({text: word, classes})
      room -= word.length
    }
  }
  return lines
}
