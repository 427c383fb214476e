import {defineRule} from '../src/core/define-rule.js'

/** Report roles that nothing is kept from. */
export default defineRule({
  id: 'no-superuser-role',
  summary: 'Disallow making roles that may do everything',
  severity: 'error',
  on: ['object.create', 'object.alter', 'privilege.grant'],
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP073']
  },
  recipe: null,
  noRecipeBecause: 'Which rights are needed, only the owner knows.',
  messages: {
    attribute:
      'Unexpected {{attribute}} of role `{{role}}`, no privilege and no policy holds for it; expected the privileges that it needs',
    everything:
      'Unexpected privileges on `*.*` for {{role}}, all databases and the server itself; expected those on one database'
  },
  docs: {
    condition:
      'A role is made, or becomes, a superuser or one that passes over row-level security; on MySQL and MariaDB: gets all privileges, or `SUPER`, on all databases.',
    effect:
      'Whoever has the password of a superuser owns the server: every database on it, the files that it can read, the programs that it can start. One that passes over row-level security sees the rows of all tenants in each table that it may read.',
    instead: {
      postgres: 'Grant what it needs; predefined roles such as `pg_monitor` are for the rest.',
      mysql: 'Grant what it needs, on the databases that it needs.'
    },
    notWhen: 'It is the role of the administrators of a server of your own.',
    examples: [
      {
        name: 'superuser',
        unsafe: 'CREATE ROLE sqlsafe_example SUPERUSER;\nDROP ROLE sqlsafe_example;',
        reports: ['1:1-1:38 attribute'],
        safe: ['CREATE ROLE sqlsafe_example NOSUPERUSER;\nDROP ROLE sqlsafe_example;']
      },
      {
        name: 'mysql-everything',
        dialect: 'mysql',
        unsafe:
          'CREATE USER sqlsafe_example;\nGRANT ALL PRIVILEGES ON *.* TO sqlsafe_example;\nDROP USER sqlsafe_example;',
        reports: ['2:1-2:47 everything'],
        safe: ['CREATE USER sqlsafe_example;\nGRANT SELECT ON shop.* TO sqlsafe_example;\nDROP USER sqlsafe_example;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/role-attributes.html']
  },
  check(operation, {report}) {
    if (operation.kind === 'privilege.grant') {
      const {grantees, objectType, privileges} = operation
      const isAll = objectType === 'all' && privileges.some((privilege) => /^(?:all\b|super$)/.test(privilege))
      if (isAll) report('everything', {role: grantees.join(', ')})
      return
    }
    const attribute = operation.attributes?.find((each) => each === 'superuser' || each === 'bypassrls')
    if (attribute !== undefined) report('attribute', {role: operation.name, attribute: attribute.toUpperCase()})
  }
})
