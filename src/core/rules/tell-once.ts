import type {Rule, Severity} from '../define-rule.js'
import type {Message} from './message.js'

/** What a rule speaks of once; the same object for all that is said of it. */
export interface Topic {
  /** `place`: nobody asked for it, and a wall of findings has one cause. */
  once: NonNullable<Rule['once']> | 'place'
}

/** So many findings of one rule at one place are read, and each may be of another table. */
const mostAtOnePlace = 3

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
  for (const same of walls(messages.filter((message) => !others.has(message)))) {
    const speaker = gravestOf(same)
    for (const each of same) if (each !== speaker) others.add(each)
    if (!everywhere) speakForAll(speaker, same)
  }

  if (!everywhere) return messages.filter((message) => !others.has(message))
  for (const message of others) message.again = true
  return [...messages]
}

/** Findings of one rule at one place, which a loop or a routine comes by again and again. */
function walls(messages: readonly Message[]): Message[][] {
  const byPlace = new Map<string, Message[]>()
  for (const message of messages) {
    const key = `${message.ruleId} ${String(message.place.start)} ${String(message.place.end)}`
    const same = byPlace.get(key)
    if (same) same.push(message)
    else byPlace.set(key, [message])
  }
  return [...byPlace.values()].filter((same) => same.length > mostAtOnePlace)
}

/** Some of them may speak for others already. */
function speakForAll(speaker: Message, same: readonly Message[]): void {
  const [alone, ...more] = apart(speaker)
  const others = [...more, ...same.filter((each) => each !== speaker).flatMap(apart)]
  const reason = alone?.reason ?? speaker.reason
  speaker.together = {once: 'place', reason, others}
  speaker.reason = reason + tail('place', others.length)
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
  speaker.reason += tail(once, others.length)
  return speaker
}

/** A command is read as a whole, and what is told once in a run counts migrations. */
function tail(once: Topic['once'], count: number): string {
  if (count === 0 || once === 'command' || once === 'run') return ''
  if (once === 'place') return ` (and ${String(count)} more at this place)`
  return ` (and ${String(count)} more in this migration${once === 'table' ? ', of the same table' : ''})`
}
