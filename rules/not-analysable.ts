import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report SQL that is built at run time or comes from elsewhere: it was not checked. */
export default defineRule({
  id: 'not-analysable',
  summary: 'Disallow SQL that is known only when it runs',
  severity: 'info',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    strong_migrations: ['execute'],
    MigrationPilot: ['MP063']
  },
  recipe: null,
  noRecipeBecause: 'What is executed is not in the file.',
  messages: {
    dynamic: 'Unexpected {{what}}, which was not checked; expected {{instead}}',
    client: 'Unexpected {{what}}, which brings in SQL that was not checked; expected {{instead}}'
  },
  docs: {
    condition:
      'A statement is put together from strings (`EXECUTE`, `PREPARE … FROM`) that are only known when it runs, or a command of a client brings in another file (`\\i`, `source`).',
    effect: 'It is not checked: whatever it becomes may lock or lose data.',
    instead: 'Write the statement plainly where that is possible.',
    notWhen: 'You have looked at what it becomes.',
    examples: [
      {
        name: 'execute',
        unsafe: "DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_setting('my.table', true); END $$;",
        reports: ['1:21-1:71 dynamic']
      },
      {name: 'include', unsafe: '\\i more.sql', reports: ['1:1-1:12 client']}
    ]
  },
  checkProblem(problem, {report}) {
    if (problem.reason === 'dynamic' || problem.reason === 'client') {
      report(problem.reason, splitProblem(problem.message, 'plain statements'))
    }
  }
})
