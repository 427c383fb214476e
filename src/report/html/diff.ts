import {html} from './markup.js'
import type {Markup} from './markup.js'

/** What `--fix` would change, line by line. */
export function codeOfDiff(diff: string): Markup {
  const lines = diff.split('\n').map((line) => {
    const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : ''
    return html`<span class="${kind}">${line}</span> `
  })
  return html`<h2 class="rest">What <code>--fix</code> changes</h2>
    <pre class="diff"><code>${lines}</code></pre>`
}
