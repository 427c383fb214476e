import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report text that only the templating of a runner turns into SQL. */
export default defineRule({
  id: 'unreadable-template',
  summary: 'Disallow templates in place of SQL',
  severity: 'warning',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'What the runner puts in its place is not in the file.',
  messages: {template: 'Unexpected template ({{what}}) in place of SQL, expected {{instead}}'},
  docs: {
    condition:
      'A statement holds a template (`{{ … }}`, `{% … %}`, `${…}`) in a place where no name or value can stand. Reported once a migration.',
    effect: 'The statement is not checked: whatever it becomes may lock or lose data.',
    instead: 'Check what the runner makes of it: pipe its output into `sqlsafe check -`.',
    notWhen: 'You have looked at what it becomes.',
    examples: [
      {
        name: 'statements',
        unsafe: '{{ statements }};',
        reports: ['1:1-1:17 template'],
        safe: ['CREATE TABLE account (id bigint PRIMARY KEY);']
      }
    ]
  },
  checkProblem(problem, {report}) {
    if (problem.reason === 'template')
      report('template', splitProblem(problem.message, 'the SQL that the runner makes of it'))
  }
})
