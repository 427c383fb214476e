import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'

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
    none: 'Unexpected row-level security of `{{table}}` without a policy: all but its owner find it empty and can write nothing; expected a policy',
    unseen:
      'Unexpected row-level security of `{{table}}` without a policy that sqlsafe has seen: without one all but its owner find it empty and can write nothing; expected a policy before it'
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
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['1:18-1:43 unseen'],
        safe: ['CREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html']
  },
  check({action, table: name}, {atEnd, migration, report, table: before}) {
    if (action !== 'enable') return
    const known = before(name)
    // The policies of a table that was not made by migrations are not known.
    const isKnown = known !== undefined && known.incomplete !== true && known.createdBy !== undefined
    atEnd((find) => {
      const table = find(name)
      if (table && (table.rowSecurity !== true || (table.policies?.length ?? 0) > 0)) return
      if (!table && makesPolicy(migration, name)) return
      report(isKnown ? 'none' : 'unseen', {table: name.name})
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
