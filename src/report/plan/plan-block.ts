import type {Plan} from '../../plan/plan.js'
import {codeBlock, prose} from '../markdown-text.js'
import {planSqlParts} from './plan-sql.js'
import {summaryWords} from './plan-words.js'

/**
 * A plan for a comment on a pull request: its SQL, folded away; as many whole steps as there is room for.
 *
 * @param maximumLength In UTF-16 code units. What is longer is cut, and says so; an empty text where nothing fits.
 */
export function planBlock(plan: Plan, maximumLength: number): string {
  const [head = '', ...steps] = planSqlParts(plan, {retryBlock: false})
  const whole = blockOf(plan, [head, ...steps], steps.length)
  if (whole.length <= maximumLength) return whole

  let left = maximumLength - blockOf(plan, [head], steps.length).length - spare
  const shown = steps.findIndex((step) => (left -= step.length + gap.length) < 0)
  return shown === 0 ? '' : blockOf(plan, [head, ...steps.slice(0, shown)], steps.length)
}

const gap = '\n\n'

/** For a longer number, and a longer fence. */
const spare = 50

function blockOf(plan: Plan, parts: readonly string[], all: number): string {
  const shown = parts.length - 1
  const note =
    shown === all
      ? '`sqlsafe plan` tells what each step locks and for how long, `sqlsafe apply` carries the plan out.'
      : `✂️ ${String(shown)} of ${String(all)} steps shown, more would be too long here: \`sqlsafe plan\` prints them all.`
  return [
    '',
    '<details>',
    `<summary>Plan: ${prose(summaryWords(plan))}</summary>`,
    '',
    codeBlock(parts.join(gap), 'sql'),
    '',
    prose(note),
    '',
    '</details>\n\n'
  ].join('\n')
}
