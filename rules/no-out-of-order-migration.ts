import {defineRule} from '../src/core/define-rule.js'

/** Report migrations that come before one that others have applied already. */
export default defineRule({
  id: 'no-out-of-order-migration',
  summary: 'Disallow changes of migrations, and new ones, before a migration that is applied already',
  severity: 'warning',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The file takes a number after the newest.',
  messages: {
    late: 'Unexpected change before `{{applied}}`, which is applied already: runners skip it, refuse to go on, or run it in another order than on a new database; expected a version after that one'
  },
  docs: {
    condition:
      'A migration is new or changed (`--since`, `--staged`, a pull request), and one with a later number stands in its folder already.',
    effect:
      'Databases that have the later one never see this change (golang-migrate), or the runner stops (Flyway, goose, refinery, Supabase, each unless it is told not to), or it runs after the later one there and before it everywhere else, so that the schemas may differ (dbmate without `--strict`, sqlx). Of a changed one that is applied itself: runners that keep checksums stop (Flyway, refinery, sqlx), the others never see the change.',
    instead: 'Give it a number after the newest. What is applied is not changed any more: a new migration mends it.',
    notWhen: 'No database has the later one yet, or only a comment has changed and the runner keeps no checksums.',
    examples: [
      {
        name: 'goose',
        files: {
          'db/00001_account.sql': '-- +goose Up\nCREATE TABLE account (id bigint PRIMARY KEY);',
          'db/00003_email.sql': '-- +goose Up\nALTER TABLE account ADD COLUMN email text;'
        },
        path: 'db/00002_phone.sql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: '-- +goose Up\nALTER TABLE account ADD COLUMN phone text;',
        reports: ['2:1-2:42 late']
      }
    ],
    sources: [
      'https://pressly.github.io/goose/documentation/cli-commands/',
      'https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/db.go',
      'https://github.com/golang-migrate/migrate/blob/master/migrate.go',
      'https://documentation.red-gate.com/flyway/reference/configuration/flyway-namespace/flyway-out-of-order-setting',
      'https://github.com/golang-migrate/migrate/blob/master/FAQ.md'
    ]
  },
  checkMigration({version}, {applied, report}) {
    if (version === undefined || applied?.version === undefined || applied.version === version) return
    if (folderOf(applied.version) === folderOf(version)) report('late', {applied: applied.path})
  }
})

function folderOf(version: string): string {
  return version.slice(0, version.lastIndexOf(' '))
}
