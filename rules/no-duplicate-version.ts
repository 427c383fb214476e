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
      'Most runners refuse the whole folder, so that no migration can be deployed. Others take the second for done, and the schema lacks it.',
    instead: 'Give the newer one the next free number. It often comes of two branches that were merged.',
    notWhen: 'The runner is one of your own that tells them apart by name.',
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
      'https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md',
      'https://documentation.red-gate.com/flyway/flyway-concepts/migrations'
    ]
  },
  checkMigration({version}, {applied, previous, report}) {
    if (version === undefined) return
    const other = [previous, applied].find((each) => each?.version === version)
    if (other) report('twice', {other: other.path})
  }
})
