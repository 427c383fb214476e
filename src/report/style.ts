import picocolors from 'picocolors'

/** How a report for people may look. */
export interface Style {
  color: boolean
  /** Characters in a line of the terminal. */
  columns: number
}

const colors = {on: picocolors.createColors(true), off: picocolors.createColors(false)}

/** Colour functions that do nothing where colour is off. */
export function paint({color}: Style): ReturnType<typeof picocolors.createColors> {
  return color ? colors.on : colors.off
}

/** Break a text between words so that no line is longer, unless one word is. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  if (line !== '') lines.push(line)
  return lines
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
