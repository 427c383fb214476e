import {defineRule} from '../src/core/define-rule.js'

/** Report rights that are granted without being named. */
export default defineRule({
  id: 'no-grant-all',
  summary: 'Disallow `GRANT ALL`',
  severity: 'warning',
  on: 'privilege.grant',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP085']
  },
  recipe: null,
  noRecipeBecause: 'Which rights are needed, only the owner knows.',
  messages: {
    all: 'Unexpected `GRANT ALL` on {{objects}} to {{grantees}}, it includes what nobody has thought of, such as `TRUNCATE` and `TRIGGER`; expected the rights that are needed'
  },
  docs: {
    condition: 'All privileges are granted at once.',
    effect: {
      postgres:
        'The role may also empty the table, add triggers to it and refer to it. What a later version adds is included.',
      mysql:
        'The account may also empty, alter and drop the table, and add triggers to it. What a later version adds is included.'
    },
    instead: 'Name the privileges.',
    notWhen: 'The role is the one that migrations run as.',
    examples: [
      {
        name: 'all',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'GRANT ALL ON account TO pg_monitor;',
        reports: ['1:1-1:35 all'],
        safe: ['GRANT SELECT, INSERT ON account TO pg_monitor;']
      }
    ]
  },
  check({grantees, objects, objectType, privileges}, {report}) {
    if (!privileges.some((privilege) => /^all\b/.test(privilege))) return
    const names = objects.map(({name}) => `\`${name}\``).join(', ')
    report('all', {objects: names === '' ? objectType : names, grantees: grantees.join(', ')})
  }
})
