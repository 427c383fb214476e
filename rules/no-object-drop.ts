import {defineRule} from '../src/core/define-rule.js'
import {isMadeHere} from '../src/core/rules/made-here.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Catalog} from '../src/schema/catalog.js'
import {keyOf} from '../src/schema/objects.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Session} from '../src/schema/session.js'

type Kind =
  | 'view.drop'
  | 'type.drop'
  | 'domain.drop'
  | 'sequence.drop'
  | 'function.drop'
  | 'extension.drop'
  | 'policy.drop'
  | 'object.drop'

/** Report dropped views, types, sequences, functions and the like that running code may name or need. */
export default defineRule({
  id: 'no-object-drop',
  summary: 'Disallow dropping a view, type, sequence or function that running code may use',
  severity: 'warning',
  peers: {
    atlas: ['DS101'],
    MigrationPilot: ['MP024']
  },
  on: [
    'view.drop',
    'type.drop',
    'domain.drop',
    'sequence.drop',
    'function.drop',
    'extension.drop',
    'policy.drop',
    'object.drop'
  ],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  recipe: 'drop-table-in-two-releases',
  messages: {
    drop: 'Unexpected drop of the {{what}} `{{name}}`, the running release fails where it still uses it; expected a release before that does not',
    policy:
      'Unexpected drop of the policy `{{name}}` of `{{table}}`: rows that it showed are gone for those who saw them, or rows that it hid are there for all; expected what takes its place in the same migration',
    owned:
      'Unexpected `DROP OWNED`, everything that `{{name}}` owns is gone with its data; expected each object by name'
  },
  docs: {
    condition:
      'A view, a type that columns may have, a sequence, a function or procedure that triggers do not call alone, an extension or a role is dropped, and nothing of that name is made again in the same migration; a policy, and the migration makes none for the table; or `DROP OWNED`. Reported once a migration, at the first. Not reported in migrations that declare the phase `contract`.',
    effect:
      'During the deployment the old release still runs: each of its statements that names the object fails, and it cannot connect as a role that is gone. Without the policy it sees fewer rows, or rows that are not for it. With `DROP OWNED`, tables and their data go too; with `CASCADE`, the columns of a type that is dropped alone or with its extension.',
    instead: 'Release code that does not use it first, drop it with a later release.',
    notWhen: 'No running release uses it: declare `-- sqlsafe-phase: contract`.',
    examples: [
      {
        name: 'view',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE VIEW person AS SELECT id FROM account;',
        unsafe: 'DROP VIEW person;',
        reports: ['1:1-1:17 drop'],
        safe: [
          'DROP VIEW person;\nCREATE VIEW person AS SELECT id, id AS number FROM account;',
          '-- sqlsafe-phase: contract\nDROP VIEW person;'
        ]
      },
      {
        name: 'extension',
        schema: 'CREATE EXTENSION IF NOT EXISTS pg_trgm;',
        unsafe: 'DROP EXTENSION pg_trgm;',
        reports: ['1:1-1:23 drop'],
        safe: ['-- sqlsafe-phase: contract\nDROP EXTENSION pg_trgm;']
      },
      {
        name: 'policy',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY, author text);\nCREATE POLICY own ON post USING (author = current_user);\nALTER TABLE post ENABLE ROW LEVEL SECURITY;',
        unsafe: 'DROP POLICY own ON post;',
        reports: ['1:1-1:24 policy'],
        safe: ["DROP POLICY own ON post;\nCREATE POLICY own ON post USING (author = current_setting('app.author'));"]
      },
      {
        name: 'table-not-known',
        unsafe: 'DROP POLICY IF EXISTS own ON post;',
        reports: ['1:1-1:34 policy']
      },
      {
        name: 'owned',
        unsafe:
          'CREATE ROLE sqlsafe_example_guest;\nDROP OWNED BY sqlsafe_example_guest;\nDROP ROLE sqlsafe_example_guest;',
        reports: ['2:1-2:36 owned']
      },
      {
        name: 'mysql-view',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE VIEW person AS SELECT id FROM account;',
        unsafe: 'DROP VIEW person;',
        reports: ['1:11-1:17 drop']
      }
    ]
  },
  check(operation, {atEnd, catalog, isNew, migration, phase, report, session, table}) {
    if (phase === 'contract') return
    if (operation.kind === 'object.drop') {
      if (operation.objectType === 'owned') report('owned', {name: operation.name})
      if (operation.objectType !== 'role' || operation.ifExists === true) return
      if (!isMadeHere({name: operation.name}, migration, operation))
        report('drop', {what: 'role', name: operation.name})
      return
    }
    if (operation.kind === 'policy.drop') {
      const {ifExists, name, table: of} = operation
      const before = table(of)
      const mayBeMissing = ifExists === true && catalog.tables.size > 0
      if (isNew(of) || (mayBeMissing && before?.policies?.some((each) => each.name === name) !== true)) return
      atEnd((find) => {
        // One that is made in its place may have another name.
        if ((!before || find(of)) && !makesPolicy(migration, of)) report('policy', {name, table: of.name})
      })
      return
    }

    const {name, what} = described(operation)
    if (isNew(name) || isMadeHere(name, migration, operation)) return
    // What no migration has made may be anything; with IF EXISTS, mostly nothing, unless no table is known at all.
    if (
      !exists(operation, name, catalog, session) &&
      ((operation.ifExists === true && catalog.tables.size > 0) || isForTriggers(name, catalog, session))
    )
      return
    atEnd((find, after) => {
      if (find(name) ?? exists(operation, name, after, session)) return
      report('drop', {what, name: name.name})
    })
  }
})

type Named = Exclude<Operation<Kind>, {kind: 'object.drop' | 'policy.drop'}>

function makesPolicy({script}: Migration, {name}: Name): boolean {
  return script.statements.some(({commands}) =>
    commands.some(({operations}) =>
      operations.some((each) => each.kind === 'policy.create' && each.table.name === name)
    )
  )
}

function described(operation: Named): {name: Name; what: string} {
  switch (operation.kind) {
    case 'view.drop':
      return {name: operation.view, what: operation.materialized ? 'materialized view' : 'view'}
    case 'type.drop':
      return {name: operation.type, what: 'type'}
    case 'domain.drop':
      return {name: operation.domain, what: 'domain'}
    case 'sequence.drop':
      return {name: operation.sequence, what: 'sequence'}
    case 'extension.drop':
      return {name: {name: operation.extension}, what: 'extension'}
    case 'function.drop':
      return {name: operation.function, what: operation.procedure ? 'procedure' : 'function'}
  }
}

/** Functions that only triggers call are no one's to name. */
function isForTriggers(name: Name, catalog: Catalog, session: Session): boolean {
  const key = keyOf(session.resolve(name, (candidate) => catalog.routines.has(keyOf(candidate))))
  return catalog.routines.get(key)?.every(({returns}) => returns?.name === 'trigger') === true
}

/** Whether the catalog knows the object, as one that code may name. */
function exists({kind}: Named, name: Name, catalog: Catalog, session: Session): boolean {
  const keyIn = (map: {has: (key: string) => boolean}): string =>
    keyOf(session.resolve(name, (candidate) => map.has(keyOf(candidate))))
  switch (kind) {
    case 'view.drop':
      return catalog.tables.has(keyIn(catalog.tables))
    case 'type.drop':
    case 'domain.drop':
      return catalog.types.has(keyIn(catalog.types))
    case 'extension.drop':
      return catalog.extensions.has(name.name)
    case 'sequence.drop':
      return catalog.sequences.has(keyIn(catalog.sequences))
    default: {
      const routines = catalog.routines.get(keyIn(catalog.routines))
      return routines !== undefined && routines.some(({returns}) => returns?.name !== 'trigger')
    }
  }
}
