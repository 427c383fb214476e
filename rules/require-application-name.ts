import {defineRule} from '../src/core/define-rule.js'

/** Report sessions that block others without saying who they are. */
export default defineRule({
  id: 'require-application-name',
  summary: 'Require `application_name` before statements that block others',
  severity: 'info',
  preset: 'all',
  on: '*',
  engines: ['postgres'],
  once: 'run',
  peers: {
    pgfence: ['missing-application-name']
  },
  recipe: null,
  noRecipeBecause: 'Most runners take it in the connection string, where no migration has to repeat it.',
  messages: {
    missing:
      'Unexpected lock on `{{relation}}` by a session without a name: who is called to the incident finds no migration in `pg_stat_activity`; expected `SET application_name` before it'
  },
  docs: {
    condition:
      'A statement takes a lock on an existing table that blocks writes, and `application_name` is not set. Reported once, for all migrations of a run.',
    effect: 'While others queue behind it, it takes longer to find out whose session it is and whether to cancel it.',
    instead: 'Set `application_name` in the connection string of the runner, or in the migration.',
    notWhen: 'The runner sets it; say so in `runner.settings` of the configuration.',
    examples: [
      {
        name: 'missing',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:21-1:42 missing'],
        safe: ["SET application_name = 'migrations';\nALTER TABLE account ADD COLUMN email text;"]
      }
    ]
  },
  check(operation, {command, hasTraffic, judgement, keepsOut, report, session}) {
    if (operation !== command.operations[0] || session.get('application_name') !== undefined) return
    const effect = judgement.effects.find((each) => keepsOut(each) && hasTraffic(each.relation))
    if (effect) report('missing', {relation: effect.relation})
  }
})
