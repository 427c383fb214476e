/** Takes a file the whole way, from text to findings, and holds what must be true of any text. */
import {unified} from 'unified'
import {VFile} from 'vfile'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {sqlsafeParse, sqlsafeRules} from '../../../src/core/rules/processor.js'
import type {SqlRoot} from '../../../src/core/rules/processor.js'
import type {Place, Point} from '../../../src/core/place.js'
import type {Server} from '../../../src/server/server.js'
import type {Reader, Script} from '../../../src/operations/script.js'
import type {Range} from '../../../src/parse/source.js'
import {Session} from '../../../src/schema/session.js'
import type {MutatedText} from './text.js'

/** With all rules, those that are off by default too. */
const settings = Object.fromEntries(rules.map(({id}) => [id, {severity: 'warning' as const}]))

/**
 * Take a text the whole way.
 *
 * @throws {Error} Where something is not as it must be.
 */
export function look(server: Server, reader: Reader, {text, transaction}: MutatedText): Script {
  const processor = unified()
    .use(sqlsafeParse, {reader})
    .use(sqlsafeRules, {createSession: () => new Session(server), settings, transaction})
  const file = new VFile({path: '1.sql', value: text})
  const tree = processor.parse(file)
  // The processor's types know no tree of SQL.
  processor.runSync(tree, file)
  holdScript(tree.data.script, text)
  holdPlaces(tree, file, text)
  return tree.data.script
}

function holdScript({comments, statements}: Script, text: string): void {
  let last: Range = {start: 0, end: 0}
  for (const {commands, problems, range} of statements) {
    // A command of psql may stand inside of the statement before it.
    const isInside = range.start > last.start && range.end <= last.end
    hold(range.start >= last.end || isInside, `the statement at ${String(range.start)} is out of order`)
    hold(range.end > range.start, `the statement at ${String(range.start)} is empty`)
    if (!isInside) last = range
    hold(commands.length + problems.length > 0, `the statement at ${String(range.start)} is skipped`)
    for (const {operations} of commands) hold(operations.length > 0, 'a command does nothing')
    for (const {message} of problems) hold(message !== '', 'a problem is not told')
  }
  last = {start: 0, end: 0}
  for (const {range} of comments) {
    hold(range.start >= last.end && range.end > range.start, `the comment at ${String(range.start)} is out of order`)
    last = range
  }
  holdRanges({comments, statements}, text.length)
}

/** Ranges are wherever a property of that name is. */
function holdRanges(value: unknown, length: number): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    if (key === 'range' && each !== undefined) {
      const {end, start} = each as Range
      const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= length
      hold(isInside, `the range ${String(start)}-${String(end)} is not in a text of ${String(length)}`)
    } else holdRanges(each, length)
  }
}

function holdPlaces({children, position}: SqlRoot, {messages}: VFile, text: string): void {
  for (const {position: place} of [{position}, ...children]) holdPlace(place, text)
  for (const {place, reason, ruleId} of messages) {
    hold(ruleId !== 'internal-error', reason)
    hold(place !== undefined && 'start' in place, `${String(ruleId)} has no place`)
    holdPlace(place as Place, text)
  }
}

function holdPlace(place: {start: Partial<Point>; end: Partial<Point>} | undefined, text: string): void {
  hold(place !== undefined, 'a place is missing')
  const {end, start} = place as Place
  hold(start.offset <= end.offset, `the place ${JSON.stringify(place)} ends before it begins`)
  for (const {column, line, offset} of [start, end]) {
    const before = text.slice(0, offset)
    // Between the two characters of an end of line, the line has not ended.
    const lines = (text[offset] === '\n' ? before.replace(/\r$/, ' ') : before).split(/\r\n|\r|\n/)
    const isRight = offset <= text.length && line === lines.length && column === (lines.at(-1) ?? '').length + 1
    hold(isRight, `line ${String(line)} and column ${String(column)} are not those of ${String(offset)}`)
  }
}

function hold(is: boolean, otherwise: string): void {
  if (!is) throw new Error(otherwise)
}
