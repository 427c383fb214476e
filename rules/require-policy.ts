import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name, PolicyDefinition} from '../src/operations/definitions.js'

/** Report tables that nobody can read, or write to, any more. */
export default defineRule({
  id: 'require-policy',
  summary: 'Require a policy where row-level security is enabled',
  severity: 'warning',
  on: 'table.row-security',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP057', 'MP079']
  },
  recipe: null,
  noRecipeBecause: 'Who may see which rows, only the owner knows.',
  messages: {
    none: 'Unexpected row-level security of `{{table}}` without a policy that sqlsafe has seen: without one all but its owner find it empty and can write nothing; expected a policy before it',
    reading:
      'Unexpected row-level security of `{{table}}` without a policy for `SELECT` that sqlsafe has seen: all but its owner find no rows in it, also for `UPDATE`, `DELETE` and `RETURNING`; expected a policy that lets them read',
    writing:
      'Unexpected row-level security of `{{table}}` with policies for `SELECT` alone: of all but its owner `INSERT` fails, `UPDATE` and `DELETE` find no rows; expected a policy for each that the running release writes with'
  },
  docs: {
    condition:
      'Row-level security is enabled for an existing table that at the end of the migration has no policy that allows anything (a `RESTRICTIVE` one alone allows nothing), none for `SELECT`, or none but for `SELECT`. A new table that is closed to all but its owner is none that anybody has read.',
    effect:
      'What no policy allows is refused. The running release, unless it connects as the owner or as a role with `BYPASSRLS`, reads no rows and fails to insert; its `UPDATE` and `DELETE` change nothing and say so to nobody.',
    instead: 'Make the policies first, for all commands that the release uses, then enable it.',
    notWhen:
      'Nobody but the owner, or a role with `BYPASSRLS`, is to read or write the table, as behind an API that works on the schema.',
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
        name: 'select-alone',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);',
        unsafe: 'CREATE POLICY readers ON post FOR SELECT USING (true);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['2:18-2:43 writing'],
        safe: [
          'CREATE POLICY readers ON post FOR SELECT USING (true);\nCREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;'
        ]
      },
      {
        name: 'insert-alone',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);',
        unsafe:
          'CREATE POLICY writers ON post FOR INSERT WITH CHECK (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        reports: ['2:18-2:43 reading']
      },
      {
        name: 'restrictive-alone',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);',
        unsafe:
          "CREATE POLICY office ON post AS RESTRICTIVE USING (inet_client_addr() << '10.0.0.0/8');\nALTER TABLE post ENABLE ROW LEVEL SECURITY;",
        reports: ['2:18-2:43 none']
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
      if (table && table.rowSecurity !== true) return
      const policies = table ? (table.policies ?? []) : policiesOf(migration, name)
      const allowed = new Set(policies.map(({allows}) => allows).filter((allows) => allows !== 'nothing'))
      if (allowed.size === 0) report('none', {table: name.name})
      else if (allowed.has('all')) return
      else if (!allowed.has('select')) report('reading', {table: name.name})
      else if (allowed.size === 1) report('writing', {table: name.name})
    })
  }
})

/** Nothing is kept of what a migration does to a table that is not known. */
function policiesOf({script}: Migration, {name}: Name): PolicyDefinition[] {
  return script.statements.flatMap(({commands}) =>
    commands.flatMap(({operations}) =>
      operations.flatMap((each) => (each.kind === 'policy.create' && each.table.name === name ? [each] : []))
    )
  )
}
