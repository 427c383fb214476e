import {defineRule} from '../src/core/define-rule.js'

/** Report tables that nothing cleans any more. */
export default defineRule({
  id: 'no-disabled-autovacuum',
  summary: 'Disallow switching autovacuum off',
  severity: 'warning',
  on: ['table.set-parameters', 'table.create'],
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP066']
  },
  recipe: null,
  noRecipeBecause: 'The thresholds depend on the table.',
  messages: {
    off: 'Unexpected `autovacuum_enabled = false` for `{{table}}`: dead rows stay, statistics grow old, and the table stops the server when transaction ids run out; expected other thresholds'
  },
  docs: {
    condition: '`autovacuum_enabled` is switched off for a table.',
    effect:
      'The table grows with every update, plans get worse with old statistics, and in the end the server vacuums it anyway, at a time of its own, or refuses writes.',
    instead: 'Set `autovacuum_vacuum_scale_factor` and its like.',
    notWhen: 'A job vacuums and analyzes the table itself.',
    examples: [
      {
        name: 'off',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post SET (autovacuum_enabled = false);',
        reports: ['1:18-1:50 off'],
        safe: ['ALTER TABLE post SET (autovacuum_vacuum_scale_factor = 0.01);']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/routine-vacuuming.html']
  },
  check(operation, {report}) {
    if (operation.kind === 'table.set-parameters' && operation.reset === true) return
    const parameters = operation.kind === 'table.create' ? operation.options : operation.parameters
    const off = /^'?(?:off|false|f|no|n|0)'?$/i.test(parameters['autovacuum_enabled'] ?? '')
    if (off) report('off', {table: operation.table.name})
  }
})
