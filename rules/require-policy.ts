import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'

/** Report tables that nobody can read any more. */
export default defineRule({
  id: 'require-policy',
  summary: 'Require a policy where row-level security is enabled',
  severity: 'warning',
  on: 'table.row-security',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP057']
  },
  recipe: null,
  noRecipeBecause: 'Who may see which rows, only the owner knows.',
  messages: {
    none: 'Unexpected row-level security of `{{table}}` without a policy that sqlsafe has seen: without one all but its owner find it empty and can write nothing; expected a policy before it'
  },
  docs: {
    condition:
      'Row-level security is enabled for an existing table that has no policy at the end of the migration. A new table that is closed to all but its owner is none that anybody has read.',
    effect:
      'Without a policy nothing is allowed: the running release, unless it connects as the owner, reads no rows and fails to write.',
    instead: 'Make the policies first, then enable it.',
    notWhen: 'Nobody but the owner is to reach the table, as behind an API that works on the schema.',
    examples: [
      {
        name: 'no-policy',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);',
        unsafe: 'ALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['1:18-1:43 none'],
        safe: [
          'CREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;',
          'CREATE TABLE note (id bigint PRIMARY KEY);\nALTER TABLE note ENABLE ROW LEVEL SECURITY;'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['1:18-1:43 none'],
        safe: ['CREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html']
  },
  check({action, table: name}, {atEnd, isNew, migration, report}) {
    if (action !== 'enable' || isNew(name)) return
    atEnd((find) => {
      const table = find(name)
      if (table && (table.rowSecurity !== true || (table.policies?.length ?? 0) > 0)) return
      if (!table && makesPolicy(migration, name)) return
      report('none', {table: name.name})
    })
  }
})

/** Nothing is kept of what a migration does to a table that is not known. */
function makesPolicy({script}: Migration, {name}: Name): boolean {
  return script.statements.some(({commands}) =>
    commands.some(({operations}) =>
      operations.some((each) => each.kind === 'policy.create' && each.table.name === name)
    )
  )
}
