import {defineRule} from '../src/core/define-rule.js'

/** Report migrations that have the number of another one. */
export default defineRule({
  id: 'no-duplicate-version',
  summary: 'Disallow two migrations of the same version',
  severity: 'error',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The newer file takes a number that is free.',
  messages: {
    twice:
      'Unexpected version of this migration, `{{other}}` has it too: the runner knows them by their numbers; expected one that is free'
  },
  docs: {
    condition:
      'Two migrations of a folder begin with the same number, and their runner (golang-migrate, goose, Flyway, dbmate, sqlx, refinery, Supabase) knows them by it.',
    effect:
      'golang-migrate, goose and Flyway refuse the whole folder, so that no migration can be deployed. dbmate takes the second for done where the first has been applied, and the schema lacks it; sqlx and refinery take it for a change of the first and stop. Where both are new, these three apply the first and fail at the second.',
    instead: 'Give the newer one the next free number. It often comes of two branches that were merged.',
    notWhen:
      'The runner is one of your own that tells them apart by name. Where more than two numbers of a folder are taken twice, that is assumed.',
    examples: [
      {
        name: 'golang-migrate',
        files: {'db/000002_account_email.up.sql': 'ALTER TABLE account ADD COLUMN email text;'},
        path: 'db/000002_account_phone.up.sql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN phone text;',
        reports: ['1:1-1:42 twice']
      }
    ],
    sources: [
      'https://github.com/golang-migrate/migrate/blob/master/source/iofs/iofs.go',
      'https://github.com/pressly/goose/blob/main/migrate.go',
      'https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/internal/resolver/CompositeMigrationResolver.java',
      'https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/db.go',
      'https://github.com/launchbadge/sqlx/blob/main/sqlx-core/src/migrate/migrator.rs'
    ]
  },
  checkMigration({version}, {applied, previous, report}) {
    if (version === undefined) return
    const other = [previous, applied].find((each) => each?.version === version)
    if (other) report('twice', {other: other.path})
  }
})
