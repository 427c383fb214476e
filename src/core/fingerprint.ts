/**
 * What a finding is recognised by from one run to the next, in the baseline and by those who read reports: the file,
 * the rule and the SQL, so that lines may move.
 */
import {createHash} from 'node:crypto'
import type {CheckedFile} from './check-result.js'
import type {Message} from './rules/message.js'

const longest = 200

/** What is underlined, on one line; a long one is cut and told apart by a hash. */
export function sqlOfFinding({place}: Message, text: string): string {
  const sql = text.slice(place.start, place.end).replace(/\s+/g, ' ').trim()
  if (sql.length <= longest) return sql
  return `${sql.slice(0, longest)}… ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`
}

/** What findings of one file have in common that are the same but for where they stand. */
export function keyOfFinding(message: Message, text: string): string {
  return `${message.ruleId}\0${sqlOfFinding(message, text)}`
}

/**
 * For each message of a file a name of 32 hexadecimal digits that no other finding of the report has. One that speaks
 * for others is another finding when those change: whoever dismissed it has not seen them.
 */
export function fingerprintsOf({messages, path, text}: CheckedFile): string[] {
  const seen = new Map<string, number>()
  return messages.map((message) => {
    const others = (message.together?.others ?? []).map((other) => `\0${sqlOfFinding(other, text)}`)
    const key = `${keyOfFinding(message, text)}${others.sort().join('')}`
    const number = seen.get(key) ?? 0
    seen.set(key, number + 1)
    return createHash('sha256').update(`${path}\0${key}\0${number}`).digest('hex').slice(0, 32)
  })
}
