/**
 * Where runners of migrations note which ones have run: a row for each, so nothing that is done to them takes long. They
 * stand in the SQL that Alembic and others print.
 */
const versionTables = new Set([
  ...['alembic_version', 'django_migrations', 'schema_migrations', 'schema_migration', 'ar_internal_metadata'],
  ...['flyway_schema_history', 'databasechangelog', 'databasechangeloglock', 'goose_db_version', 'gorp_migrations'],
  ...['_prisma_migrations', '__drizzle_migrations', '_sqlx_migrations', '__diesel_schema_migrations'],
  ...['refinery_schema_history', 'atlas_schema_revisions', 'pgmigrations', 'knex_migrations', 'knex_migrations_lock'],
  ...['sequelizemeta', 'kysely_migration', 'kysely_migration_lock', '__efmigrationshistory', 'phinxlog']
])

/** Whether a table, by its name without schema, is one of those. */
export function isVersionTable(name: string): boolean {
  return versionTables.has(name.toLowerCase())
}
