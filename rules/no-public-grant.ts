import {defineRule} from '../src/core/define-rule.js'
import type {Name} from '../src/operations/definitions.js'

/** Report rights that everybody gets. */
export default defineRule({
  id: 'no-public-grant',
  summary: 'Disallow granting rights to everybody',
  severity: 'error',
  on: 'privilege.grant',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP091']
  },
  recipe: null,
  noRecipeBecause: 'Who needs it, only the owner knows.',
  messages: {
    public: 'Unexpected grant of {{what}} to everybody who can connect, now and later; expected the roles that need it'
  },
  docs: {
    condition:
      'Rights on a table, a sequence, a schema or a database are granted to `PUBLIC`, or on MySQL and MariaDB to the account without a name. MySQL has no `PUBLIC`, MariaDB from 10.11 on.',
    effect:
      'Every role has them, also those that are made later for something else: a reporting role that can write, a leaked password that reads everything.',
    instead: 'Grant to a role, and that role to those who need it.',
    notWhen: 'The table is meant for everybody, such as a list of countries, and only to be read.',
    examples: [
      {
        name: 'public',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'GRANT SELECT ON account TO PUBLIC;',
        reports: ['1:1-1:34 public'],
        safe: ['GRANT SELECT ON account TO pg_monitor;']
      },
      {
        name: 'mariadb-public',
        dialect: 'mariadb',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'GRANT SELECT ON account TO PUBLIC;\nREVOKE SELECT ON account FROM PUBLIC;',
        reports: ['1:1-1:34 public'],
        safe: [
          'CREATE ROLE sqlsafe_example_reader;\nGRANT SELECT ON account TO sqlsafe_example_reader;\nDROP ROLE sqlsafe_example_reader;'
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-priv.html', 'https://mariadb.com/kb/en/grant/#public']
  },
  check({grantees, objects, objectType, privileges}, {dialect, report}) {
    if (dialect === 'postgres') {
      // What `PUBLIC` has of these unless it is taken away: to execute, to use.
      if (['function', 'procedure', 'routine', 'type', 'domain', 'language'].includes(objectType)) return
      if (objectType === 'schema' && privileges.every((privilege) => privilege === 'usage')) return
      if (objectType === 'database' && privileges.every((privilege) => privilege === 'connect')) return
      if (grantees.includes('public')) report('public', {what: describe(privileges, objects)})
      return
    }
    const isEverybody = dialect === 'mariadb' ? /^(?:''(?:@|$)|(['"`]?)public\1$)/i : /^''(?:@|$)/
    if (grantees.some((grantee) => isEverybody.test(grantee))) report('public', {what: describe(privileges, objects)})
  }
})

function describe(privileges: readonly string[], objects: readonly Name[]): string {
  const names = objects.map(({name}) => `\`${name}\``).join(', ')
  return `${privileges.join(', ').toUpperCase()}${names === '' ? '' : ` on ${names}`}`
}
