import {defineRule} from '../src/core/define-rule.js'

/** Report views that are made anew without columns that they had. */
export default defineRule({
  id: 'no-view-column-drop',
  summary: 'Disallow replacing a view by one that lacks some of its columns',
  severity: 'warning',
  on: ['view.drop', 'view.create'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    MigrationPilot: ['MP052']
  },
  recipe: null,
  noRecipeBecause: 'The view keeps its columns until no running release reads them; then it is replaced.',
  messages: {
    columns:
      'Unexpected view `{{view}}` without {{columns}}, the running release fails where it reads that; expected the old columns beside the new ones'
  },
  docs: {
    condition:
      'A view that existed before has fewer or renamed columns at the end of the migration (`DROP VIEW` and `CREATE VIEW`, or `CREATE OR REPLACE VIEW`), as far as both definitions name their columns. Not reported in migrations that declare the phase `contract`.',
    effect: 'During the deployment the old release still runs: each of its queries that names such a column fails.',
    instead: 'Keep the old columns in the view, add the new ones, and take the old ones out with a later release.',
    notWhen: 'No running release reads those columns.',
    examples: [
      {
        name: 'drop-and-create',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, mail text);\nCREATE VIEW person AS SELECT id, mail FROM account;',
        unsafe: 'DROP VIEW person;\nCREATE VIEW person AS SELECT id, mail AS email FROM account;',
        reports: ['1:1-1:17 columns'],
        safe: ['CREATE OR REPLACE VIEW person AS SELECT id, mail, mail AS email FROM account;']
      },
      {
        name: 'mysql-replace',
        dialect: 'mysql',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(100));\nCREATE VIEW person AS SELECT id, mail FROM account;',
        unsafe: 'CREATE OR REPLACE VIEW person AS SELECT id FROM account;',
        reports: ['1:1-1:56 columns'],
        safe: ['CREATE OR REPLACE VIEW person AS SELECT id, mail, mail AS email FROM account;']
      }
    ]
  },
  check({view}, {atEnd, isNew, phase, report, table}) {
    const before = table(view)?.columns.map(({name}) => name) ?? []
    if (phase === 'contract' || before.length === 0 || isNew(view)) return
    atEnd((find) => {
      const after = find(view)?.columns.map(({name}) => name) ?? []
      // Nothing is known of the columns of `SELECT *`.
      if (after.length === 0) return
      const gone = before.filter((name) => !after.includes(name))
      if (gone.length === 0) return
      report('columns', {view: view.name, columns: gone.map((name) => `\`${name}\``).join(', ')})
    })
  }
})
