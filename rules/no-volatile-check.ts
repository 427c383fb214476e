import {defineRule} from '../src/core/define-rule.js'
import {mayExpire} from '../src/knowledge/postgres/expressions/expiry.js'
import {isVolatile} from '../src/knowledge/postgres/expressions/volatility.js'
import {constraintKinds, writtenConstraints} from '../src/operations/written-constraints.js'

/** Report checks that do not answer the same tomorrow. */
export default defineRule({
  id: 'no-volatile-check',
  summary: 'Disallow checks that call volatile functions, or that rows fail as time passes',
  severity: 'warning',
  on: constraintKinds,
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP087']
  },
  recipe: null,
  noRecipeBecause: 'What is meant, only its author knows.',
  messages: {
    expires:
      'Unexpected current time in the check{{name}}: a row that passes now may fail it when it is next updated, or restored; expected an expression of the row alone, or a trigger',
    volatile:
      'Unexpected volatile function in the check{{name}}: rows that passed need not pass again, when they are restored or copied; expected an expression of the row alone, or a trigger'
  },
  docs: {
    condition:
      'The expression of a check calls a function that is volatile, or compares with the current time so that a row may fail it later (`ends > now()`, not `made <= now()`).',
    effect:
      'The server takes it that the check of a row never changes: it does not look at old rows again, until they are written: an update of any column fails then, and a dump that holds them cannot be restored.',
    instead: 'Check what depends on the row alone; for the rest use a trigger.',
    notWhen: 'The function is declared volatile by mistake; then declare it `IMMUTABLE`.',
    examples: [
      {
        name: 'volatile',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int);',
        unsafe: 'ALTER TABLE item ADD CONSTRAINT price_lucky CHECK (price > random()) NOT VALID;',
        reports: ['1:18-1:79 volatile'],
        safe: ['ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;']
      },
      {
        name: 'time',
        unsafe: 'CREATE TABLE offer (id bigint PRIMARY KEY, ends timestamptz CHECK (ends > now()));',
        reports: ['1:61-1:81 expires'],
        safe: ['CREATE TABLE offer (id bigint PRIMARY KEY, made timestamptz CHECK (made <= now()));']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS']
  },
  check(operation, {catalog, report, session}) {
    const surroundings = {catalog, session, version: session.server.version[0] ?? 0}
    for (const {constraint, range} of writtenConstraints(operation, 'check')) {
      const {expression, name} = constraint
      if (!expression) continue
      const values = {name: name === undefined ? '' : ` \`${name}\``}
      if (isVolatile(expression.tree, surroundings) === true) report('volatile', values, {range})
      else if (mayExpire(expression.tree)) report('expires', values, {range})
    }
  }
})
