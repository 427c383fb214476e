import type {Rule} from '../define-rule.js'
import type {Range} from '../../parse/source.js'
import type {Message} from './message.js'

/** What is reported where a rule is broken: the user learns of it, and the other rules go on. */
export function internalError({docs, id}: Rule, error: unknown, place: Range): Message {
  const whose = docs.url === undefined ? 'please report the fault' : `mend the rule (${docs.url})`
  const text = error instanceof Error ? error.message : String(error)
  return {
    ruleId: 'internal-error',
    messageId: 'rule',
    severity: 'error',
    reason: `Unexpected fault in the rule \`${id}\`, expected it to look at this statement: ${text}`,
    place,
    url: docs.url ?? 'https://github.com/sqlsafe/sqlsafe/issues',
    recipe: null,
    effects: [],
    note: [`Nothing is known about this danger here: ${whose}, and look at the statement yourself.`]
  }
}
