/** Text in the forms that clients show: Markdown, which some show as it is, and text alone. */
import {MarkupKind} from 'vscode-languageserver'
import {printable} from '../report/printable.js'

/** How parts of a text are written. */
export interface HoverText {
  kind: MarkupKind
  /** A text in which what stands between backticks is code. */
  words: (text: string) => string
  /** The head of what follows. */
  title: (text: string) => string
  link: (text: string, url: string) => string
  sql: (text: string) => string
}

/** For clients that show text only. */
export const plainText: HoverText = {
  kind: MarkupKind.PlainText,
  words: printable,
  title: printable,
  link: (_text, url) => url,
  sql: printable
}

/** No HTML in it, which clients leave out or show as it is. */
export const markdown: HoverText = {
  kind: MarkupKind.Markdown,
  words: (text) =>
    printable(text)
      .split('`')
      .map((part, index) => (index % 2 === 0 ? part.replace(/[\\*[\]<&]/g, '\\$&') : part))
      .join('`'),
  title: (text) => `**${inCode(printable(text))}**`,
  link: (text, url) => `[${text}](<${url.replace(/[<>\\\s]/g, encodeURIComponent)}>)`,
  sql: (text) => {
    const fence = '`'.repeat(longestRun(text, 2) + 1)
    return `${fence}sql\n${printable(text)}\n${fence}`
  }
}

function inCode(text: string): string {
  const fence = '`'.repeat(longestRun(text, 0) + 1)
  const space = text.includes('`') ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}

/** The longest run of backticks, or `atLeast`. */
function longestRun(text: string, atLeast: number): number {
  return Math.max(atLeast, ...(text.match(/`+/g) ?? []).map(({length}) => length))
}
