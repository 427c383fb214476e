import {defineRule} from '../src/core/define-rule.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Catalog} from '../src/schema/catalog.js'
import {keyOf} from '../src/schema/objects.js'

/** Report `DROP … CASCADE`: what goes with it is written nowhere. */
export default defineRule({
  id: 'no-cascade-drop',
  summary: 'Disallow `DROP … CASCADE`, which drops what it does not name',
  severity: 'warning',
  peers: {
    pgfence: ['drop-schema-cascade'],
    MigrationPilot: ['MP022'],
    bytebase: ['STATEMENT_DISALLOW_RM_TBL_CASCADE']
  },
  on: [
    'table.drop',
    'view.drop',
    'type.drop',
    'domain.drop',
    'function.drop',
    'extension.drop',
    'column.drop',
    'constraint.drop'
  ],
  engines: ['postgres'],
  ofOutcome: true,
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'What hangs on the object is to be found and dropped by name, or kept.',
  messages: {
    cascade:
      'Unexpected `CASCADE`, views, foreign keys and whatever else hangs on `{{name}}` go with it unseen; expected each by name, and `RESTRICT`'
  },
  docs: {
    condition:
      '`CASCADE` stands in a `DROP` of a table, column, constraint, view, type or function that existed before, and the migrations have made something that hangs on it; or of an extension. Not reported in migrations that declare the phase `contract`.',
    effect:
      'Everything that depends on the object is dropped without being named: views that the running release reads, foreign keys of other tables, columns of a dropped type with their data.',
    instead:
      'Drop by name what depends on it, and leave `CASCADE` out: the server refuses where something was overlooked.',
    notWhen: 'You know all that depends on it, in every database that the migration runs on.',
    examples: [
      {
        name: 'type',
        schema: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE ticket (id bigint PRIMARY KEY, state state);",
        unsafe: 'DROP TYPE state CASCADE;',
        reports: ['1:1-1:24 cascade'],
        safe: ['ALTER TABLE ticket DROP COLUMN state;\nDROP TYPE state;']
      },
      {
        name: 'table',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY, author bigint REFERENCES account);',
        unsafe: 'DROP TABLE account CASCADE;',
        reports: ['1:1-1:27 cascade']
      }
    ]
  },
  check(operation, {catalog, isNew, phase, report, session}) {
    if (phase === 'contract' || !('cascade' in operation) || operation.cascade !== true) return
    const [name, users] = hangingOn(operation, catalog)
    if (name === undefined) {
      report('cascade', {name: operation.kind === 'extension.drop' ? operation.extension : operation.kind})
      return
    }
    const key = keyOf(session.resolve(name, (candidate) => users.some((map) => map.has(keyOf(candidate)))))
    const hangs = users.some((map) => (map.get(key) ?? []).some((user) => keyOf(user) !== key))
    if (hangs && !isNew(name)) report('cascade', {name: 'column' in operation ? operation.column : name.name})
  }
})

type Users = Catalog['readers']

/** What is dropped, and the lists of what hangs on objects of its kind; no name: nothing is known about those. */
function hangingOn(
  operation: Extract<Operation, {cascade?: boolean | undefined; ifExists?: boolean | undefined}>,
  {readers, referencing, triggerUsers, typeUsers}: Catalog
): [Name | undefined, Users[]] {
  switch (operation.kind) {
    case 'table.drop':
    case 'constraint.drop':
      return [operation.table, [readers, referencing]]
    case 'column.drop':
      return [operation.table, [readers]]
    case 'view.drop':
      return [operation.view, [readers]]
    case 'type.drop':
      return [operation.type, [typeUsers]]
    case 'domain.drop':
      return [operation.domain, [typeUsers]]
    case 'function.drop':
      return [operation.function, [triggerUsers]]
    default:
      return [undefined, []]
  }
}
