import {defineRule} from '../src/core/define-rule.js'
import {findType} from '../src/schema/lookup.js'

/** Report renamed values of enumerations: one of the two releases writes a value that there is not. */
export default defineRule({
  id: 'no-enum-value-rename',
  summary: 'Disallow renaming a value of an enumeration that running code uses',
  severity: 'error',
  peers: {
    strong_migrations: ['rename_enum_value'],
    MigrationPilot: ['MP060']
  },
  on: 'enum.rename-value',
  engines: ['postgres'],
  ofOutcome: true,
  recipe: 'expand-contract-column',
  messages: {
    rename:
      "Unexpected rename of the value '{{value}}' of `{{type}}`, the running release fails where it writes or compares it; expected a new value beside it"
  },
  docs: {
    condition: 'A value of an enumeration that existed before this migration is renamed.',
    effect:
      'From that moment each statement of the running release that names the old value fails (`invalid input value for enum`), and what it reads is a value that it does not know.',
    instead:
      'Add the new value, let a release write it and read both, change the rows in batches, and leave the old value unused.',
    notWhen: 'No running release uses the value.',
    examples: [
      {
        name: 'rename',
        schema: "CREATE TYPE state AS ENUM ('open', 'closed');",
        unsafe: "ALTER TYPE state RENAME VALUE 'closed' TO 'done';",
        reports: ['1:1-1:49 rename'],
        safe: ["ALTER TYPE state ADD VALUE 'done';"]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-altertype.html']
  },
  check({type, value}, {catalog, phase, report, session}) {
    const known = findType(catalog, session, {schema: type.schema, name: type.name, modifiers: [], arrayDimensions: 0})
    if (phase === 'contract' || (known?.kind === 'enum' && known.values?.includes(value) === false)) return
    report('rename', {value, type: type.name})
  }
})
