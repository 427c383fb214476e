import {defineRule} from '../src/core/define-rule.js'

/** Report functions that lend their owner’s rights to whoever shadows a name. */
export default defineRule({
  id: 'no-unsafe-security-definer',
  summary: 'Disallow `SECURITY DEFINER` functions without a `search_path` of their own',
  severity: 'error',
  on: 'function.create',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP099']
  },
  recipe: null,
  noRecipeBecause: 'Which schemas it needs, only its author knows.',
  messages: {
    path: 'Unexpected `SECURITY DEFINER` of `{{name}}` without `SET search_path`: its caller decides which tables and functions it means, with the rights of its owner; expected `SET search_path = pg_catalog, pg_temp`, or the schemas that it needs'
  },
  docs: {
    condition: 'A function runs with the rights of its owner and does not set `search_path`.',
    effect:
      'Who may make objects in a schema (or temporary tables, which everybody may) puts one of the same name before the one that is meant: the function then reads, writes or runs what the attacker made, as its owner.',
    instead:
      'Add `SET search_path = …, pg_temp`, with `pg_temp` last and before it only schemas in which nobody else makes objects (everybody may in `public` of databases made before PostgreSQL 15), or name the schema of everything in it.',
    notWhen: 'Its body names the schema of everything, operators too.',
    examples: [
      {
        name: 'no-path',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe:
          "CREATE FUNCTION accounts() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM account';",
        reports: ['1:1-1:106 path'],
        safe: [
          "CREATE FUNCTION accounts() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT count(*) FROM account';"
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY']
  },
  check({function: {name}, searchPathSet, securityDefiner}, {report}) {
    if (securityDefiner === true && searchPathSet !== true) report('path', {name})
  }
})
