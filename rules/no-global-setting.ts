import {defineRule} from '../src/core/define-rule.js'

/** Report settings that a migration changes for everybody. */
export default defineRule({
  id: 'no-global-setting',
  summary: 'Disallow changing settings of the whole server in migrations',
  severity: 'error',
  on: ['session.set', 'object.alter'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Settings of the server belong to its configuration, not to a schema.',
  messages: {
    system:
      'Unexpected `ALTER SYSTEM`, it changes the server for all its databases; expected the setting in the configuration of the server',
    global:
      'Unexpected `SET {{scope}} {{name}}`, it changes the server for all that connect from now on; expected `SET SESSION`, or the configuration of the server'
  },
  docs: {
    condition: 'A migration has `ALTER SYSTEM`, `SET GLOBAL` or `SET PERSIST`.',
    effect:
      'Every application on the server gets it, a replica or a restored backup does not, and nothing takes it back when the migration is rolled back.',
    instead:
      'Set it for the session, the role or the database; or in the configuration of the server, where it is kept.',
    notWhen: 'The server belongs to this one application, and nothing else sets it up.',
    examples: [
      {
        name: 'alter-system',
        unsafe: 'ALTER SYSTEM RESET work_mem;',
        reports: ['1:1-1:28 system'],
        safe: ["SET work_mem = '64MB';"]
      },
      {
        name: 'mysql-global',
        dialect: 'mysql',
        unsafe: 'SET GLOBAL long_query_time = 10;',
        reports: ['1:5-1:32 global'],
        safe: ['SET SESSION long_query_time = 10;']
      }
    ]
  },
  check(operation, {report}) {
    if (operation.kind === 'object.alter') {
      if (operation.objectType === 'system') report('system')
    } else if (operation.scope === 'global' || operation.scope === 'persist') {
      report('global', {scope: operation.scope.toUpperCase(), name: operation.name})
    }
  }
})
