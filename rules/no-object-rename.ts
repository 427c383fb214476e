import {defineRule} from '../src/core/define-rule.js'
import {isMadeHere} from '../src/core/rules/made-here.js'
import {keyOf} from '../src/schema/catalog.js'
import type {Catalog} from '../src/schema/catalog.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Session} from '../src/schema/session.js'

type Kind = 'view.rename' | 'type.rename' | 'sequence.rename' | 'function.alter'

/** Report renamed views, types, sequences and functions: old and new release do not find the same name. */
export default defineRule({
  id: 'no-object-rename',
  summary: 'Disallow renaming a view, type, sequence or function that running code uses',
  severity: 'warning',
  on: ['view.rename', 'type.rename', 'sequence.rename', 'function.alter'],
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
      'A view, type, sequence or function that existed before gets another name, and nothing takes its old name over in the same migration. Functions that only triggers call may be renamed.',
    effect:
      'The application cannot be switched in the same moment: until all of it is deployed, either the old or the new release fails where it names the object.',
    instead: 'Make a second one under the new name, release code that uses it, drop the old one with a later release.',
    notWhen: 'No running release names it: types of columns are seldom named by code.',
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
      }
    ]
  },
  check(operation, {atEnd, catalog, isNew, migration, report, session}) {
    const {name, to, what} = described(operation)
    if (to === undefined || isNew(name) || isMadeHere(name, migration, operation)) return
    if (exists(operation, name, catalog, session) === false) return
    atEnd((find, after) => {
      const comesBack = find(name) !== undefined || exists(operation, name, after, session) === true
      if (!comesBack) report('rename', {what, name: name.name, to})
    })
  }
})

function described(operation: Operation<Kind>): {name: Name; to: string | undefined; what: string} {
  switch (operation.kind) {
    case 'view.rename':
      return {name: operation.view, to: operation.to, what: operation.materialized ? 'materialized view' : 'view'}
    case 'type.rename':
      return {name: operation.type, to: operation.to, what: 'type'}
    case 'sequence.rename':
      return {name: operation.sequence, to: operation.to, what: 'sequence'}
    case 'function.alter':
      return {name: operation.function, to: operation.to, what: operation.procedure ? 'procedure' : 'function'}
  }
}

/** Whether the catalog has the object, as something that code may name; `undefined`: it does not know it. */
function exists({kind}: Operation<Kind>, name: Name, catalog: Catalog, session: Session): boolean | undefined {
  const key = (map: {has: (key: string) => boolean}): string =>
    keyOf(session.resolve(name, (candidate) => map.has(keyOf(candidate))))
  if (kind === 'view.rename') return catalog.tables.has(key(catalog.tables)) || undefined
  if (kind === 'sequence.rename') {
    const sequence = catalog.sequences.get(key(catalog.sequences))
    return sequence && sequence.ownedBy === undefined
  }
  if (kind === 'type.rename') return catalog.types.has(key(catalog.types)) || undefined
  const routines = catalog.routines.get(key(catalog.routines))
  return routines?.some(({returns}) => returns?.name !== 'trigger')
}
