import {defineRule} from '../src/core/define-rule.js'
import {isLost, losesUniqueness, sameColumns} from '../src/core/rules/dropped-constraint.js'
import {droppedIndex} from '../src/core/rules/dropped-index.js'
import {findConstraint} from '../src/schema/lookup.js'
import type {Constraint, Table} from '../src/schema/objects.js'

/** Report constraints that go for good: what they kept out comes in from now on. */
export default defineRule({
  id: 'no-constraint-drop',
  summary: 'Disallow dropping constraints that nothing takes the place of',
  severity: 'warning',
  preset: 'strict',
  on: ['constraint.drop', 'index.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  unlessReportedBy: ['no-unique-drop'],
  peers: {
    atlas: ['CD101', 'CD102'],
    pgfence: ['drop-constraint'],
    MigrationPilot: ['MP097']
  },
  recipe: null,
  noRecipeBecause: 'Whether the rule that it enforced still holds, only its owner knows.',
  messages: {
    unique: 'Unexpected drop of `{{name}}`: duplicates come in; expected what takes its place first',
    reference: 'Unexpected drop of `{{name}}`: rows without a parent come in; expected what takes its place first',
    check: 'Unexpected drop of `{{name}}`: rows that it kept out come in; expected what takes its place first',
    unseen:
      'Unexpected drop of the constraint `{{name}}`: what it kept out of `{{table}}` comes in; expected what takes its place first'
  },
  docs: {
    condition:
      'A foreign key, a check, a unique constraint or a unique index of an existing table is dropped, and the migration adds nothing of its kind for the same columns; of a table that is not known, nothing at all. Of unique ones [`no-unique-drop`](no-unique-drop.md) speaks, but where the migration declares the phase `contract`.',
    effect:
      'The running release may rely on it: cascades no longer happen, wrong rows come in and have to be found and mended before it can be added again.',
    instead: 'Drop it after no release relies on it; where it changes, add the new one first.',
    notWhen: 'The rule that it enforces no longer holds, and the running release does not rely on it.',
    examples: [
      {
        name: 'unique',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(50), UNIQUE KEY email_key (email));',
        unsafe: '-- sqlsafe-phase: contract\nALTER TABLE account DROP INDEX email_key;',
        reports: ['2:21-2:41 unique'],
        safe: [
          'ALTER TABLE account ADD UNIQUE INDEX email_new (email), ALGORITHM=INPLACE, LOCK=NONE;\nALTER TABLE account DROP INDEX email_key;'
        ]
      },
      {
        name: 'check',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int CONSTRAINT price_positive CHECK (price > 0));',
        unsafe: 'ALTER TABLE item DROP CONSTRAINT price_positive;',
        reports: ['1:18-1:48 check'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT price_not_negative CHECK (price >= 0) NOT VALID;\nALTER TABLE item DROP CONSTRAINT price_positive;'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE item DROP CONSTRAINT price_positive;',
        reports: ['1:18-1:48 unseen'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT price_not_negative CHECK (price >= 0) NOT VALID;\nALTER TABLE item DROP CONSTRAINT price_positive;'
        ]
      },
      {
        name: 'mysql-foreign-key',
        dialect: 'mysql',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY, author bigint, CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id));',
        unsafe: 'ALTER TABLE post DROP FOREIGN KEY post_author;',
        reports: ['1:18-1:46 reference']
      }
    ]
  },
  check(operation, context) {
    const {atEnd, catalog, dialect, hasTraffic, migration, report, session, table: find} = context
    const dropped = droppedIndex(operation, catalog, session)
    if (dropped?.index.unique === true) {
      if (dropped.index.primary || !hasTraffic(dropped.table)) return
      atEnd((findLater) => {
        if (losesUniqueness(dropped, findLater(dropped.table), context)) report('unique', {name: dropped.index.name})
      })
      return
    }
    if (operation.kind === 'index.drop') return
    const table = find(operation.table)
    const constraint = table && operation.name !== undefined && findConstraint(dialect, table, operation.name)
    if (!table && operation.ifExists !== true && isLost(operation, migration)) {
      report('unseen', {name: operation.name ?? '', table: operation.table.name})
    }
    if (!constraint || !hasTraffic(operation.table)) return
    const message = messageFor(constraint)
    if (!message) return
    atEnd((findLater) => {
      const later = findLater(operation.table)
      if (later && !isReplaced(constraint, later)) report(message, {name: constraint.name})
    })
  }
})

function messageFor({type}: Constraint): 'unique' | 'reference' | 'check' | undefined {
  if (type === 'unique' || type === 'exclusion') return 'unique'
  if (type === 'foreign-key') return 'reference'
  return type === 'check' ? 'check' : undefined
}

function isReplaced(gone: Constraint, {constraints}: Table): boolean {
  return constraints.some(({columns, type}) => type === gone.type && sameColumns(columns, gone.columns))
}
