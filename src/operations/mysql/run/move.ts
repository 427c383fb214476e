import type {Problem, Range} from '../../../parse/source.js'
import type {Command} from '../../script.js'

/** Where a text that was read by itself stands in the file. */
export interface Place {
  /** The whole literal or expression. */
  range: Range
  /** The place of its first character; `undefined`: only the whole can be pointed at. */
  start: number | undefined
}

/** Make a command of a text point into the file. */
export function moveCommand(command: Command, place: Place): Command {
  return moveRanges(command, place) as Command
}

/** Make a problem of a text point into the file. */
export function moveProblem(problem: Problem, place: Place): Problem {
  return {...problem, range: moveRange(problem.range, place)}
}

function moveRange(range: Range, {range: whole, start}: Place): Range {
  return start === undefined ? whole : {start: start + range.start, end: start + range.end}
}

/** Ranges are wherever a property of that name is. */
function moveRanges(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => moveRanges(each, place))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'range' && isRange(each) ? moveRange(each, place) : moveRanges(each, place)
    ])
  )
}

function isRange(value: unknown): value is Range {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value
}
