import {defineRule} from '../src/core/define-rule.js'
import {workRules} from '../src/core/rules/work-rules.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report statements of which sqlsafe does not know what the server does: that is not the same as safe. */
export default defineRule({
  id: 'no-unknown-effect',
  summary: 'Disallow statements on existing tables whose effect is not known',
  severity: 'warning',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  unlessReportedBy: [...workRules, 'no-scanning-under-lock', 'no-unproved-not-null'],
  recipe: null,
  noRecipeBecause: 'Nothing is known that could be done better.',
  messages: {
    unknown: 'Unexpected statement whose effect is not known, it {{work}}; expected a rehearsal on a copy first'
  },
  docs: {
    condition:
      'Nothing that sqlsafe knows decides what the server does to an existing table, and the worst of it would keep others out.',
    effect: 'It may be nothing, or a rewrite under the strongest lock.',
    instead: 'Run it on a copy of the database first, and look at its locks and its time.',
    notWhen: 'You know the statement.',
    examples: [
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE account SET UNLOGGED;',
        reports: ['1:1-1:33 unknown']
      }
    ]
  },
  check(_operation, {blocking, command, dialect, report}) {
    const effect = blocking.find(({confidence}) => confidence === 'unknown')
    if (effect) report('unknown', {work: describeWork(effect, dialect)}, {range: command.range})
  }
})
