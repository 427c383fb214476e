import {defineRule} from '../src/core/define-rule.js'

/** Report migrations that the checksums of their folder do not fit. */
export default defineRule({
  id: 'no-stale-checksum',
  summary: 'Disallow migrations that the checksums of their folder do not fit',
  severity: 'error',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The framework’s own command writes them: `atlas migrate hash`.',
  messages: {
    changed: 'Unexpected text, expected the one that `atlas.sum` was written for: run `atlas migrate hash`',
    missing: 'Unexpected file, expected one that `atlas.sum` knows: run `atlas migrate hash`',
    after: 'Unexpected text of a migration before this one, expected `atlas.sum` to fit it: run `atlas migrate hash`'
  },
  docs: {
    condition: 'The `atlas.sum` of Atlas has another sum for a file, or none.',
    effect:
      'Atlas refuses the whole folder, so that no migration can be deployed. A sum that fits no more may also mean that a migration was changed after it had been applied, or that two branches were merged.',
    instead:
      'Look at what has changed. If it is meant, `atlas migrate hash` writes the sums anew; what is applied already is mended by a new migration.',
    notWhen: 'Something writes the sums before the deployment.',
    examples: [
      {
        name: 'changed',
        files: {'db/atlas.sum': 'h1:AA=\n1_account.sql h1:tHKu989syRDhafJSkgMltJ0awHx1uWtYt+MGASkcZIc=\n'},
        path: 'db/1_account.sql',
        unsafe: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:45 changed']
      },
      {
        name: 'missing',
        files: {'db/atlas.sum': 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'},
        path: 'db/1_account.sql',
        unsafe: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:45 missing']
      },
      {
        name: 'earlier',
        files: {
          'db/1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY);',
          'db/atlas.sum': 'h1:AA=\n1_account.sql h1:tHKu989syRDhafJSkgMltJ0awHx1uWtYt+MGASkcZIc=\n'
        },
        path: 'db/2_email.sql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:1-1:42 after']
      }
    ],
    sources: ['https://atlasgo.io/concepts/migration-directory-integrity']
  },
  checkMigration({checksum}, {previous, report}) {
    if (checksum === undefined) return
    // What is wrong before is said once, by the first that can say it.
    if (checksum === 'after' && previous?.checked === true) return
    report(checksum)
  }
})
