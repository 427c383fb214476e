import {defineRule} from '../src/core/define-rule.js'
import {writtenConstraints} from '../src/operations/written-constraints.js'

/** Report constraints that look as if they kept something out. */
export default defineRule({
  id: 'no-unenforced-constraint',
  summary: 'Disallow `NOT ENFORCED` constraints',
  severity: 'warning',
  on: ['constraint.add', 'table.create', 'column.add', 'constraint.alter'],
  engines: ['postgres', 'mysql'],
  peers: {
    MigrationPilot: ['MP082']
  },
  recipe: null,
  noRecipeBecause: 'Whether the rows satisfy it, only its owner knows.',
  messages: {
    unenforced:
      'Unexpected `NOT ENFORCED` of `{{name}}`, it keeps nothing out, now or later; expected it enforced, or no constraint'
  },
  docs: {
    condition: 'A check or a foreign key is made, or becomes, `NOT ENFORCED`.',
    effect:
      'Readers of the schema, and tools that plan queries or generate code from it, take for true what no row has been held to.',
    instead: {
      postgres: 'Enforce it: `NOT VALID` first, where the table has rows.',
      mysql: 'Enforce it; where the table has rows, with a shadow table.'
    },
    notWhen: 'It is enforced by a later step of the same change.',
    examples: [
      {
        name: 'not-enforced',
        version: '18',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int);',
        unsafe: 'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT ENFORCED;',
        reports: ['1:18-1:78 unenforced'],
        safe: ['ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/18/sql-createtable.html']
  },
  check(operation, {report}) {
    if (operation.kind === 'constraint.alter') {
      if (operation.enforced === false) report('unenforced', {name: operation.name})
      return
    }
    for (const type of ['check', 'foreign-key'] as const) {
      for (const {constraint, range} of writtenConstraints(operation, type)) {
        if (constraint.notEnforced === true) report('unenforced', {name: constraint.name ?? type}, {range})
      }
    }
  }
})
