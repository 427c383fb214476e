/** HTML as it is written by hand: what is text is escaped where it is put in. */
import {printable} from '../printable.js'

/** A piece of HTML, as opposed to a text. */
export interface Markup {
  readonly html: string
}

type Value = Markup | string | number | undefined | false | readonly Value[]

/** `html`…${value}…``: texts are escaped, pieces stay as they are, `undefined` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // Indentation of our source is no part of the page.
  return {html: strings.map((text, index) => text.replace(/\n\s+/g, '\n') + written(values[index])).join('')}
}

/** A text in which what stands between backticks is code. */
export function prose(text: string): Markup {
  const parts = text.split('`')
  return html`${parts.map((part, index) => {
    if (index % 2 === 0) return part
    return index < parts.length - 1 ? html`<code>${part}</code>` : `\`${part}`
  })}`
}

function written(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value))
  return 'html' in value ? value.html : value.map(written).join('')
}

function escape(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
