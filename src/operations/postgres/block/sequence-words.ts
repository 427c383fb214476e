/** What the text of a body tells of sequences where it builds SQL, in variables and records too. */
import {readComments} from '../../../parse/postgres/split.js'

/** Whether a body has the words with which a sequence is set, in code or in the texts that it puts together. */
export function namesSetting(body: string): boolean {
  if (!words.test(body)) return false
  let [code, from] = ['', 0]
  for (const {range} of readComments(body)) {
    code += `${body.slice(from, range.start)} `
    from = range.end
  }
  return words.test(code + body.slice(from))
}

const words = /\bsetval\s*\(|\balter\s+(?:sequence|table\b[^;]*?\balter)\b[^;]*?\brestart\b/i
