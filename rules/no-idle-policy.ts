import {defineRule} from '../src/core/define-rule.js'

/** Report policies that nobody is held to. */
export default defineRule({
  id: 'no-idle-policy',
  summary: 'Disallow policies on tables without row-level security',
  severity: 'error',
  on: ['policy.create', 'table.row-security'],
  engines: ['postgres'],
  once: 'table',
  recipe: 'enable-row-security',
  messages: {
    idle: 'Unexpected policies on `{{table}}`, whose row-level security is off: they keep nobody from anything; expected `ALTER TABLE … ENABLE ROW LEVEL SECURITY`',
    off: 'Unexpected end of row-level security of `{{table}}`: whatever its policies say, all who may read or write the table reach every row; expected it to stay enabled'
  },
  docs: {
    condition:
      'A table has policies at the end of the migration, and row-level security is not enabled; or it is disabled for a table whose policies sqlsafe has not seen.',
    effect: 'Everybody who may read the table reads all rows of it, though the schema looks as if they could not.',
    instead: 'Enable row-level security in the same migration.',
    notWhen: 'It is enabled by a later step of the same change.',
    examples: [
      {
        name: 'not-enabled',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author text);',
        unsafe: 'CREATE POLICY own ON post USING (author = current_user);',
        reports: ['1:1-1:56 idle'],
        safe: ['CREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;']
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post DISABLE ROW LEVEL SECURITY;',
        reports: ['1:18-1:44 off'],
        safe: ['ALTER TABLE post DISABLE ROW LEVEL SECURITY;\nDROP TABLE post;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html']
  },
  check(operation, {atEnd, report, table: known}) {
    const disables = operation.kind === 'table.row-security'
    if (disables && operation.action !== 'disable') return
    const before = known(operation.table)
    atEnd((find) => {
      const table = find(operation.table)
      const isUnseen = before === undefined || before.incomplete === true
      if (disables && isUnseen && table && table.rowSecurity !== true) {
        report('off', {table: operation.table.name})
        return
      }
      // Of a table that no migration has made, row-level security may be on.
      if (!table || table.incomplete === true || table.rowSecurity === true) return
      if ((table.policies?.length ?? 0) > 0) report('idle', {table: table.name})
    })
  }
})
