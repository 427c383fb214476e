import type {Range} from '../../parse/source.js'
import type {Message} from './message.js'

/** What is reported where a rule is broken: the user learns of it, and the other rules go on. */
export function internalError(ruleId: string, error: unknown, place: Range): Message {
  const text = error instanceof Error ? error.message : String(error)
  return {
    ruleId: 'internal-error',
    messageId: 'rule',
    severity: 'error',
    reason: `Unexpected fault in the rule \`${ruleId}\`, expected it to look at this statement: ${text}`,
    place,
    url: 'https://github.com/sqlsafe/sqlsafe/issues',
    recipe: null,
    effects: [],
    note: ['Nothing is known about this danger here: please report the fault, and look at the statement yourself.']
  }
}
