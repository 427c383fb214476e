import {defineRule} from '../src/core/define-rule.js'
import type {Dialect} from '../src/server/server.js'

/** Report rows of the server's own tables that are written by hand. */
export default defineRule({
  id: 'no-catalog-change',
  summary: "Disallow writing to the server's own tables",
  severity: 'warning',
  once: 'migration',
  on: ['rows.insert', 'rows.update', 'rows.delete', 'rows.merge', 'table.truncate'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Each change has a statement of its own.',
  messages: {
    catalog:
      'Unexpected change of `{{table}}` by hand, the server checks nothing of it and other sessions go on with what they have read; expected the statement that makes the change'
  },
  docs: {
    condition: 'A statement writes to a table of `pg_catalog`, or of the database `mysql`.',
    effect:
      'The server checks nothing: dependent objects, rows and indexes stay as they were, and a mistake makes tables unreadable. Sessions go on with what they have cached. It needs a superuser, whom managed servers do not give.',
    instead: 'Use the statement for it (`ALTER TABLE`, `ALTER TYPE`, `ALTER USER`, `GRANT`).',
    notWhen: 'The manual or the vendor tells you to repair a catalog so.',
    examples: [
      {
        name: 'attribute',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(50));',
        unsafe: "UPDATE pg_attribute SET atttypmod = 104 WHERE attrelid = 'account'::regclass AND attname = 'email';",
        reports: ['1:1-1:99 catalog'],
        safe: ['ALTER TABLE account ALTER COLUMN email TYPE varchar(100);']
      },
      {
        name: 'mysql-user',
        dialect: 'mysql',
        unsafe: "DELETE FROM mysql.user WHERE user = 'sqlsafe_example_shop';",
        reports: ['1:1-1:59 catalog'],
        safe: ["DROP USER IF EXISTS 'sqlsafe_example_shop';"]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/catalogs.html']
  },
  check({table}, {dialect, report}) {
    if (isCatalog(table, dialect)) report('catalog', {table: table.name})
  }
})

function isCatalog({name, schema}: {name: string; schema?: string | undefined}, dialect: Dialect): boolean {
  if (dialect !== 'postgres') return schema?.toLowerCase() === 'mysql'
  return schema === 'pg_catalog' || (schema === undefined && name.startsWith('pg_'))
}
