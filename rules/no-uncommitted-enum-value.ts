import {defineRule} from '../src/core/define-rule.js'
import {isMadeHere} from '../src/core/rules/made-here.js'
import type {Operation} from '../src/operations/operation.js'

/** Report new values of enumerations that are used before they are committed. */
export default defineRule({
  id: 'no-uncommitted-enum-value',
  summary: 'Disallow using a new value of an enumeration in the transaction that adds it',
  severity: 'error',
  peers: {
    pgfence: ['alter-enum-add-value'],
    MigrationPilot: ['MP012', 'MP054']
  },
  on: 'enum.add-value',
  engines: ['postgres'],
  recipe: 'split-transaction',
  messages: {
    used: "Unexpected use of the new value '{{value}}' of `{{type}}` in its own transaction, the server refuses it (55P04); expected a migration of its own"
  },
  docs: {
    condition:
      'A transaction adds a value to an enumeration that existed before it, and a later statement of the same transaction writes, compares or defaults to that value.',
    effect: 'The server refuses it (“unsafe use of new value”), and the migration fails.',
    instead: 'Add the value in a migration of its own; use it in the next one.',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'default',
        schema: "CREATE TYPE state AS ENUM ('open');\nCREATE TABLE ticket (id bigint PRIMARY KEY, state state);",
        unsafe: "ALTER TYPE state ADD VALUE 'closed';\nALTER TABLE ticket ALTER COLUMN state SET DEFAULT 'closed';",
        transaction: 'migration',
        refused: true,
        reports: ['2:1-2:59 used'],
        safe: ["ALTER TYPE state ADD VALUE 'closed';", "ALTER TABLE ticket ALTER COLUMN state SET DEFAULT 'closed';"]
      },
      {
        name: 'type-not-known',
        unsafe:
          "BEGIN;\nALTER TYPE state ADD VALUE 'closed';\nUPDATE ticket SET state = 'closed' WHERE id = 1;\nCOMMIT;",
        refused: true,
        reports: ['3:1-3:48 used']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-altertype.html']
  },
  check(operation, {migration, report, session}) {
    const {type, value} = operation
    // In the transaction that makes the type, its values may be used.
    if (session.transaction === undefined || isMadeHere(operation.type, migration, operation)) return
    for (const {commands, range} of migration.script.statements) {
      if (range.start < operation.range.end) continue
      if (commands.some(({operations}) => operations.some(endsTransaction))) return
      if (commands.length === 0 || !commands.some(({operations}) => operations.some(mayUse))) continue
      if (!migration.text.slice(range.start, range.end).includes(`'${value.replaceAll("'", "''")}'`)) continue
      report('used', {value, type: type.name}, {range, cause: operation.range})
      return
    }
  }
})

function endsTransaction({kind}: Operation): boolean {
  return kind === 'transaction.commit' || kind === 'transaction.rollback'
}

/** Bodies of functions are not looked at before they run. */
function mayUse({kind}: Operation): boolean {
  return /^(?:column|constraint|rows|index)\./.test(kind) || kind === 'table.create' || kind === 'view.create'
}
