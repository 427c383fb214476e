import {defineRule} from '../src/core/define-rule.js'

/** Report tables that nobody can read any more. */
export default defineRule({
  id: 'require-policy',
  summary: 'Require a policy where row-level security is enabled',
  severity: 'warning',
  preset: 'strict',
  on: 'table.row-security',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP057']
  },
  recipe: null,
  noRecipeBecause: 'Who may see which rows, only the owner knows.',
  messages: {
    none: 'Unexpected row-level security of `{{table}}` without a policy: all but its owner find it empty and can write nothing; expected a policy'
  },
  docs: {
    condition: 'Row-level security is enabled for a table that has no policy at the end of the migration.',
    effect:
      'Without a policy nothing is allowed: the running release, unless it connects as the owner, reads no rows and fails to write.',
    instead: 'Make the policies first, then enable it.',
    notWhen: 'Nobody but the owner is to reach the table, as behind an API that works on the schema.',
    examples: [
      {
        name: 'no-policy',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['2:18-2:43 none'],
        safe: [
          'CREATE TABLE post (id bigint PRIMARY KEY, author text);\nCREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;'
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html']
  },
  check({action, table: name}, {atEnd, report, table: before}) {
    const known = before(name)
    // The policies of a table that was not made by migrations are not known.
    if (action !== 'enable' || !known || known.incomplete === true || known.createdBy === undefined) return
    atEnd((find) => {
      const table = find(name)
      if (table?.rowSecurity === true && (table.policies?.length ?? 0) === 0) report('none', {table: table.name})
    })
  }
})
