import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report statements that the grammar of the server refuses: nothing in them was checked. */
export default defineRule({
  id: 'syntax-error',
  summary: 'Disallow statements that the server cannot parse',
  severity: 'error',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['syntax-error']
  },
  recipe: null,
  noRecipeBecause: 'Only the author knows what was meant.',
  messages: {
    syntax: 'Unexpected {{what}} where the statement cannot be read any further, expected {{instead}}'
  },
  docs: {
    condition: 'A statement cannot be parsed as SQL of the configured dialect and version.',
    effect: 'The migration stops here, and what stands before it may be applied already.',
    instead: 'Mend the statement, or name the server that it is meant for (`--dialect`, `--server-version`).',
    notWhen: 'The statement is for another program than the server: then suppress it by name.',
    examples: [
      {
        name: 'typo',
        unsafe: 'ALTER TABEL account ADD COLUMN email text;',
        reports: ['1:7-1:12 syntax'],
        safe: ['ALTER TABLE account ADD COLUMN email text;'],
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);'
      },
      {
        name: 'mysql-no-comment',
        dialect: 'mysql',
        unsafe: '--DROP TABLE account;',
        refused: true,
        reports: ['1:1-1:3 syntax'],
        safe: ['-- DROP TABLE account;']
      }
    ]
  },
  checkProblem(problem, {report}) {
    if (problem.reason === 'syntax') report('syntax', splitProblem(problem.message, 'SQL of the configured server'))
  }
})
