/** Text of others (SQL, names, reasons) in Markdown, so that it stays text. */

import {printable} from './printable.js'

/** A text in which what stands between backticks is code. */
export function prose(text: string): string {
  return oneLine(text)
    .split('`')
    .map((part, index, parts) => {
      if (index % 2 === 1 && index < parts.length - 1) return inlineCode(part)
      // The last backtick has no partner.
      return `${index % 2 === 1 ? '\\`' : ''}${escape(part)}`
    })
    .join('')
}

/** SQL or a name on one line, without links, cut where it is longer than `longest`. */
export function inlineCode(text: string, longest = Infinity): string {
  const line = oneLine(text)
  // Not between surrogates.
  const short = line.length > longest ? `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line
  return `<code>${escape(short).replace(/:\/\/|\bwww\./gi, '<!-- -->$&')}</code>`
}

/** The same inside of a block of HTML, such as a `<summary>`: there Markdown is no markup, and what escapes it is shown. */
export function htmlCode(text: string): string {
  return `<code>${unmarked(oneLine(text))}</code>`
}

/** A block of code of a language; the fence is longer than any inside. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({length}) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

/** An address as the destination of a link, also in a table. */
export function destination(url: string): string {
  return `<${url.replace(/[<>|\\\s]/g, encodeURIComponent)}>`
}

/** Names nobody (`@`) and no pull request (`#`), makes no emphasis, no cell of a table. */
function escape(text: string): string {
  return unmarked(text.replace(/[\\*_`[\]|~]/g, '\\$&'))
}

/** No markup of HTML, and nobody named. */
function unmarked(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=\w)/g, '$&<!-- -->')
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim()
}
