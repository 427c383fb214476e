import {defineRule} from '../src/core/define-rule.js'
import {isMadeHere} from '../src/core/rules/made-here.js'
import type {Catalog} from '../src/schema/catalog.js'
import {keyOf} from '../src/schema/objects.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Session} from '../src/schema/session.js'

type Kind =
  | 'view.rename'
  | 'type.rename'
  | 'sequence.rename'
  | 'function.alter'
  | 'view.set-schema'
  | 'type.set-schema'
  | 'sequence.set-schema'

/** Report renamed and moved views, types, sequences and functions: old and new release do not find the same name. */
export default defineRule({
  id: 'no-object-rename',
  summary: 'Disallow renaming or moving a view, type, sequence or function that running code uses',
  severity: 'warning',
  on: [
    'view.rename',
    'type.rename',
    'sequence.rename',
    'function.alter',
    'view.set-schema',
    'type.set-schema',
    'sequence.set-schema'
  ],
  engines: ['postgres'],
  ofOutcome: true,
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'A second object under the new name serves both releases; the old one is dropped later.',
  messages: {
    rename:
      'Unexpected rename of the {{what}} `{{name}}`, the running release does not know `{{to}}`; expected a second one under the new name'
  },
  docs: {
    condition:
      'A view, type, sequence or function that existed before gets another name or schema, and nothing takes its old name over in the same migration. Functions that only triggers call may be renamed.',
    effect:
      'The application cannot be switched in the same moment: until all of it is deployed, either the old or the new release fails where it names the object.',
    instead: 'Make a second one under the new name, release code that uses it, drop the old one with a later release.',
    notWhen:
      'No running release names it. Of a type, look at what drivers and mappers send (`$1::state`), not at the queries alone.',
    examples: [
      {
        name: 'view',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE VIEW person AS SELECT id FROM account;',
        unsafe: 'ALTER VIEW person RENAME TO people;',
        reports: ['1:1-1:35 rename'],
        safe: ['CREATE VIEW people AS SELECT id FROM account;']
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER VIEW person RENAME TO people;',
        reports: ['1:1-1:35 rename']
      },
      {
        name: 'type',
        schema: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE ticket (id bigint PRIMARY KEY, state state);",
        unsafe: 'ALTER TYPE state RENAME TO ticket_state;',
        reports: ['1:1-1:40 rename']
      },
      {
        name: 'moved',
        schema:
          'CREATE SCHEMA archive;\nCREATE TABLE account (id bigint PRIMARY KEY);\nCREATE VIEW person AS SELECT id FROM account;',
        unsafe: 'ALTER VIEW person SET SCHEMA archive;',
        reports: ['1:1-1:37 rename'],
        safe: ['ALTER VIEW person SET SCHEMA archive;\nCREATE VIEW person AS SELECT id FROM archive.person;']
      }
    ]
  },
  check(operation, {atEnd, catalog, isNew, migration, report, session}) {
    const {name, what} = described(operation)
    const to = newName(operation, name)
    if (to === undefined || isNew(name) || isMadeHere(name, migration, operation)) return
    if (exists(operation, name, catalog, session) === false) return
    // By its bare name it would be found where it went.
    const old = session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)))
    atEnd((find, after) => {
      const comesBack = find(old) !== undefined || exists(operation, name, after, session) === true
      if (!comesBack) report('rename', {what, name: name.name, to})
    })
  }
})

function described(operation: Operation<Kind>): {name: Name; what: string} {
  switch (operation.kind) {
    case 'view.rename':
    case 'view.set-schema':
      return {name: operation.view, what: operation.materialized ? 'materialized view' : 'view'}
    case 'type.rename':
    case 'type.set-schema':
      return {name: operation.type, what: 'type'}
    case 'sequence.rename':
    case 'sequence.set-schema':
      return {name: operation.sequence, what: 'sequence'}
    case 'function.alter':
      return {name: operation.function, what: operation.procedure ? 'procedure' : 'function'}
  }
}

/** What it is called afterwards; `undefined`: as before. */
function newName(operation: Operation<Kind>, {name}: Name): string | undefined {
  if ('to' in operation && operation.to !== undefined) return operation.to
  return 'schema' in operation && operation.schema !== undefined ? `${operation.schema}.${name}` : undefined
}

/** Whether the catalog has the object, as something that code may name; `undefined`: it does not know it. */
function exists({kind}: Operation<Kind>, name: Name, catalog: Catalog, session: Session): boolean | undefined {
  const key = (map: {has: (key: string) => boolean}): string =>
    keyOf(session.resolve(name, (candidate) => map.has(keyOf(candidate))))
  if (kind === 'view.rename' || kind === 'view.set-schema') return catalog.tables.has(key(catalog.tables)) || undefined
  if (kind === 'sequence.rename' || kind === 'sequence.set-schema') {
    const sequence = catalog.sequences.get(key(catalog.sequences))
    return sequence && sequence.ownedBy === undefined
  }
  if (kind === 'type.rename' || kind === 'type.set-schema') return catalog.types.has(key(catalog.types)) || undefined
  const routines = catalog.routines.get(key(catalog.routines))
  return routines?.some(({returns}) => returns?.name !== 'trigger')
}
