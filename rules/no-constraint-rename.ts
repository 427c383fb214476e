import {defineRule} from '../src/core/define-rule.js'
import {findConstraint} from '../src/schema/lookup.js'

/** Report renamed unique constraints, which `ON CONFLICT ON CONSTRAINT` names. */
export default defineRule({
  id: 'no-constraint-rename',
  summary: 'Disallow renaming a unique constraint that running code may name',
  severity: 'info',
  preset: 'strict',
  on: ['constraint.rename', 'index.rename'],
  engines: ['postgres'],
  ofOutcome: true,
  recipe: null,
  noRecipeBecause: 'A constraint has one name; code that names its columns does not depend on it.',
  messages: {
    rename:
      'Unexpected rename of the unique constraint `{{name}}`, `ON CONFLICT ON CONSTRAINT` of the running release fails; expected code that names the columns instead, released before'
  },
  docs: {
    condition: 'A primary key, unique or exclusion constraint of an existing table is renamed, also by its index.',
    effect:
      '`INSERT … ON CONFLICT ON CONSTRAINT` of the running release fails, and code that looks for the name in an error takes the violation for a fault.',
    instead: 'Let the code name the columns (`ON CONFLICT (email)`), and rename after that is released.',
    notWhen: 'No code names the constraint.',
    examples: [
      {
        name: 'rename',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text, CONSTRAINT email_key UNIQUE (email));',
        unsafe: 'ALTER TABLE account RENAME CONSTRAINT email_key TO account_email_key;',
        reports: ['1:1-1:69 rename']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT']
  },
  check(operation, {catalog, dialect, isNew, report, table}) {
    if (operation.kind === 'index.rename') {
      const {name, schema = 'public'} = operation.index
      const owner = catalog.indexes.get(`${schema}\0${name}`)
      const owned = owner && table(owner)?.constraints.find(({indexName}) => indexName === name)
      if (owner && owned && !isNew(owner)) report('rename', {name})
      return
    }
    const before = table(operation.table)
    const type = before && findConstraint(dialect, before, operation.name)?.type
    if (isNew(operation.table) || !type || !['primary-key', 'unique', 'exclusion'].includes(type)) return
    report('rename', {name: operation.name})
  }
})
