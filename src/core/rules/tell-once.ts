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
    const speaker = gravestOf(same)
    for (const each of same) if (each !== speaker) others.add(each)
    if (!everywhere && same.length > 1) speakFor(same, once)
  }

  if (!everywhere) return messages.filter((message) => !others.has(message))
  for (const message of others) message.again = true
  return [...messages]
}

/** All findings that one stands for, itself among them, each as it would be told alone. */
export function apart(message: Message): Message[] {
  const {together, ...alone} = message
  return together ? [{...alone, reason: together.reason}, ...together.others] : [message]
}

/** Of findings that {@link apart} gave for `message` those that are left, told once. */
export function togetherAgain(left: readonly Message[], {together}: Message): Message[] {
  if (together === undefined || left.length < 2) return [...left]
  // What a run has found is kept for the next one, and stays as it is.
  return [
    speakFor(
      left.map((each) => ({...each})),
      together.once
    )
  ]
}

function gravestOf(same: readonly Message[]): Message {
  return same.reduce((gravest, each) =>
    gravity.indexOf(each.severity) > gravity.indexOf(gravest.severity) ? each : gravest
  )
}

/** Let the gravest speak for all. What is told once in a run is the same in each place, so that nothing can be left. */
function speakFor(same: readonly Message[], once: Topic['once']): Message {
  const speaker = gravestOf(same)
  const others = same.filter((each) => each !== speaker)
  if (once !== 'run') speaker.together = {once, reason: speaker.reason, others}
  speaker.reason += more(once, others.length)
  return speaker
}

/** A command is read as a whole, and what is told once in a run counts migrations. */
function more(once: Topic['once'], count: number): string {
  if (count === 0 || once === 'command' || once === 'run') return ''
  return ` (and ${String(count)} more in this migration${once === 'table' ? ', of the same table' : ''})`
}
