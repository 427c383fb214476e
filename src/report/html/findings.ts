import type {Message} from '../../core/rules/message.js'
import {html, prose} from './markup.js'
import type {Markup} from './markup.js'

const names = {error: 'Error', warning: 'Warning', info: 'Note'}

/**
 * Findings with why and what to do instead.
 *
 * @param explained Rules that were explained in this file before; those explained here are added.
 */
export function findingsOf(messages: readonly Message[], explained: Set<string>): Markup {
  if (messages.length === 0) return html``
  return html`<ul class="findings">
    ${messages.map((message) => finding(message, explained))}
  </ul>`
}

function finding({duration, note, reason, recipe, ruleId, severity, url}: Message, explained: Set<string>): Markup {
  const known = explained.has(ruleId)
  explained.add(ruleId)
  const [why, ...instead] = note
  return html`<li class="finding ${severity}">
    <p><b class="severity">${names[severity]}</b> ${prose(reason)}</p>
    ${duration !== undefined && html`<p><b>Takes</b> ${prose(duration)}</p>`}
    ${
      !known &&
      html`${why !== undefined && html`<p><b>Why</b> ${prose(why)}</p>`}
      ${instead.length > 0 && html`<p class="instead"><b>Instead</b> ${prose(instead.join(' '))}</p>`}`
    }
    <p class="rule">
      <a href="${safe(url)}">${ruleId}</a
      >${known && ', explained above'}${recipe !== null && !known && html` &middot; recipe <code>${recipe}</code>`}
    </p>
  </li> `
}

/** A custom rule says where its page is: a file, or an address of the web. */
function safe(url: string): string {
  return /^[a-z][\w+.-]*:/i.test(url) && !/^(?:https?|file):/i.test(url) ? '#' : url
}
