import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report `ALGORITHM=` and `LOCK=` clauses that the server cannot keep to: it refuses the statement. */
export default defineRule({
  id: 'no-refused-clause',
  summary: 'Disallow `ALGORITHM=` and `LOCK=` clauses that the server will refuse',
  severity: 'error',
  on: '*',
  engines: ['mysql', 'mariadb'],
  looksAtRefused: true,
  recipe: 'add-algorithm-clause',
  messages: {
    refused: 'Unexpected {{what}} that the server will refuse, expected {{instead}}; the best it can do is {{best}}'
  },
  docs: {
    condition: 'The statement names an algorithm or a lock with which the server cannot do the change.',
    effect: 'The migration stops here with an error; what stands before it in the file is applied already.',
    instead:
      'Name the best algorithm and lock that the server has for the change, or split the statement so that the cheap part keeps its clause.',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'type-change-instant',
        dialect: 'mysql',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, cents int);',
        unsafe: 'ALTER TABLE payment MODIFY cents bigint, ALGORITHM=INSTANT;',
        refused: true,
        reports: ['1:42-1:59 refused'],
        safe: ['ALTER TABLE payment ADD COLUMN cents_new bigint, ALGORITHM=INSTANT;']
      },
      {
        name: 'instant-with-lock',
        dialect: 'mysql',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE payment ADD COLUMN cents int, ALGORITHM=INSTANT, LOCK=NONE;',
        refused: true,
        reports: ['1:43-1:71 refused'],
        safe: ['ALTER TABLE payment ADD COLUMN cents int, ALGORITHM=INSTANT;']
      }
    ]
  },
  check(operation, {command, judgement, report}) {
    const {effects, refusal} = judgement
    if (operation !== command.operations[0] || refusal?.reason !== 'clause') return
    const best = effects.find(({algorithm}) => algorithm !== undefined)
    const lock = best?.algorithm === 'INSTANT' || best?.lock === undefined ? '' : `, LOCK=${best.lock}`
    const range = command.clauses?.range ?? command.range
    const possible = best ? `ALGORITHM=${best.algorithm ?? ''}${lock}` : 'none of them'
    report('refused', {...splitProblem(refusal.message, 'none'), best: possible}, {range})
  }
})
