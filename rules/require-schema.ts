import {defineRule} from '../src/core/define-rule.js'

/** Report names whose meaning depends on who runs the migration. */
export default defineRule({
  id: 'require-schema',
  summary: 'Require a schema with the names of tables',
  severity: 'info',
  preset: 'all',
  on: '*',
  engines: ['postgres'],
  once: 'table',
  peers: {
    squawk: ['require-table-schema'],
    bytebase: ['STATEMENT_CREATE_SPECIFY_SCHEMA', 'NAMING_FULLY_QUALIFIED']
  },
  recipe: null,
  noRecipeBecause: 'Which schema is meant, only its author knows.',
  messages: {
    schema:
      'Unexpected name `{{table}}` without a schema, which table it means depends on the `search_path` of the role; expected `schema.{{table}}`'
  },
  docs: {
    condition:
      'A statement names a table without its schema, and the migration does not set `search_path`. Reported once for each table.',
    effect:
      'Run by another role, or where a schema of that role’s name exists, it changes another table, or makes a second one.',
    instead: 'Write the schema, or set `search_path` at the top of the migration.',
    notWhen: 'All roles that run migrations have the same `search_path`.',
    examples: [
      {
        name: 'unqualified',
        unsafe: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:45 schema'],
        safe: ['CREATE TABLE public.account (id bigint PRIMARY KEY);']
      }
    ]
  },
  check(operation, {report, session}) {
    if (!('table' in operation) || !operation.table || operation.table.schema !== undefined) return
    if (operation.kind === 'table.create' && operation.temporary) return
    if (session.get('search_path') === undefined) report('schema', {table: operation.table.name})
  }
})
