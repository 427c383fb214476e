import type {Problem, Range} from '../source.js'

/** The grammar refuses a statement; caught where statements are parsed one by one. */
export class UnexpectedError extends Error {
  readonly range: Range
  readonly reason: Problem['reason']

  constructor(message: string, range: Range, reason: Problem['reason'] = 'syntax') {
    super(message)
    this.name = 'UnexpectedError'
    this.range = range
    this.reason = reason
  }
}
