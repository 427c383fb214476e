import type {Rule, Severity} from '../define-rule.js'
import type {Message} from './message.js'

/** What a rule speaks of once; the same object for all that is said of it. */
export interface Topic {
  once: NonNullable<Rule['once']>
}

const gravity: readonly Severity[] = ['info', 'warning', 'error']

/**
 * Of findings about one topic leave the gravest, the first of those, and let it say how many there are. Done when it is
 * known what is suppressed: a comment that speaks of one place keeps nothing back elsewhere.
 *
 * @param everywhere They stay, as `again`: for those who are to mend each place.
 */
export function tellOnce(
  messages: readonly Message[],
  topicOf: (message: Message) => Topic | undefined,
  everywhere: boolean
): Message[] {
  const told = new Map<Topic, Message[]>()
  for (const message of messages) {
    const topic = topicOf(message)
    if (!topic) continue
    const same = told.get(topic)
    if (same) same.push(message)
    else told.set(topic, [message])
  }

  const others = new Set<Message>()
  for (const [{once}, same] of told) {
    const speaker = same.reduce((gravest, each) =>
      gravity.indexOf(each.severity) > gravity.indexOf(gravest.severity) ? each : gravest
    )
    for (const each of same) if (each !== speaker) others.add(each)
    if (!everywhere) speaker.reason += more(once, same.length - 1)
  }

  if (!everywhere) return messages.filter((message) => !others.has(message))
  for (const message of others) message.again = true
  return [...messages]
}

/** A command is read as a whole, and what is told once in a run counts migrations. */
function more(once: Topic['once'], count: number): string {
  if (count === 0 || once === 'command' || once === 'run') return ''
  return ` (and ${String(count)} more in this migration${once === 'table' ? ', of the same table' : ''})`
}
