import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report statements that the configured server is too old, or too new, for. */
export default defineRule({
  id: 'no-version-mismatch',
  summary: 'Disallow statements that this version of the server does not know',
  severity: 'error',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  looksAtRefused: true,
  recipe: null,
  noRecipeBecause: 'What an older server offers instead depends on the statement.',
  messages: {
    version: 'Unexpected {{what}}, {{server}} refuses it; expected {{instead}}'
  },
  docs: {
    condition: 'The statement uses syntax or a feature that the configured version of the server lacks.',
    effect: 'The migration stops here with an error.',
    instead:
      'Use what the version has, or name the version that you really run (`--server-version`, or `serverVersion` in the configuration).',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'virtual-column-on-17',
        version: '17',
        schema: 'CREATE TABLE account (email text);',
        unsafe: 'ALTER TABLE account ADD COLUMN email_key text GENERATED ALWAYS AS (lower(email)) VIRTUAL;',
        refused: true,
        reports: ['1:1-1:89 version'],
        safe: ['ALTER TABLE account ADD COLUMN email_key text;']
      }
    ]
  },
  check(operation, {command, dialect, judgement: {refusal}, report, session}) {
    if (operation !== command.operations[0] || refusal?.reason !== 'version') return
    const server = `${dialect} ${session.server.version.join('.')}`
    report('version', {...splitProblem(refusal.message, `what ${server} knows`), server}, {range: command.range})
  }
})
