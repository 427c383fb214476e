import {defineRule} from '../src/core/define-rule.js'

/** Report suppressions that do not say why. */
export default defineRule({
  id: 'require-suppression-reason',
  summary: 'Require a reason with each suppression',
  severity: 'error',
  preset: 'all',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Only the author knows the reason.',
  messages: {reason: 'Unexpected suppression without a reason, expected one after a colon'},
  docs: {
    condition:
      'A comment suppresses findings and says nothing after a colon. `suppressions.requireReason` switches it on, too.',
    effect: 'Nobody can tell later whether the danger was weighed or the message was in the way.',
    instead: 'Say in a few words why it is safe here.',
    notWhen: 'Your team does without.',
    examples: [
      {
        name: 'no-reason',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: '-- sqlsafe-disable-next-line no-table-drop\nDROP TABLE account;',
        reports: ['1:1-1:43 reason'],
        safe: ['-- sqlsafe-disable-next-line no-table-drop: was never used\nDROP TABLE account;']
      }
    ]
  },
  checkSuppression({directive, reason, unreadable}, {report}) {
    if (directive !== 'enable' && unreadable !== true && reason === undefined) report('reason')
  }
})
