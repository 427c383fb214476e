import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Script} from '../src/operations/script.js'

/** Report migrations without a way back, or with one that leaves what they have made. */
export default defineRule({
  id: 'require-reversible-migration',
  summary: 'Require a way back that undoes what the migration has made',
  severity: 'info',
  preset: 'strict',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'run',
  recipe: null,
  noRecipeBecause: 'What takes a change back, its author knows.',
  messages: {
    missing: 'Unexpected migration without a way back, expected one in {{place}}',
    leaves: 'Unexpected way back that leaves {{what}}, expected it to drop what the way up has made'
  },
  docs: {
    condition:
      'The framework takes migrations back by a file or a part of the file, and there is none, or it leaves a table, a column or an index that the way up makes. Where a whole history is checked, only in its newest migration, for all.',
    effect:
      'A release that has to be rolled back keeps the new schema. The migration cannot run again: it stumbles over what is there already.',
    instead: 'Write the way back: drop what the way up makes, in the contrary order.',
    notWhen: 'You go forward only, and mend by new migrations.',
    examples: [
      {
        name: 'no-down-file',
        files: {'db/1_account.up.sql': 'CREATE TABLE account (id bigint PRIMARY KEY);'},
        path: 'db/2_email.up.sql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:1-1:42 missing']
      },
      {
        name: 'incomplete',
        files: {},
        path: 'db/00001_account.sql',
        unsafe:
          '-- +goose Up\nCREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);\n\n-- +goose Down\nDROP TABLE post;\n',
        reports: ['2:1-2:45 leaves']
      }
    ],
    sources: ['https://pressly.github.io/goose/documentation/annotations/']
  },
  checkMigration(migration, {report}) {
    const {down, path, readDown} = migration
    const made = operationsOf([migration.script]).filter(isMaking)
    if (down === undefined || readDown === undefined || made.length === 0) return
    const back = operationsOf(readDown())
    if (back.length === 0) {
      report('missing', {place: down.length > 0 || isInFile(migration) ? `\`${path}\`` : 'a file beside it'})
      return
    }
    for (const operation of made) {
      const what = describe(operation)
      // One that is dropped on the way up again needs no way back.
      const isUndone = (other: Operation): boolean => undoes(other, operation)
      if (back.some(isUndone) || operationsOf([migration.script]).some(isUndone)) continue
      report('leaves', {what}, {range: operation.range})
    }
  }
})

type Making = Operation<'table.create'> | Operation<'column.add'> | Operation<'index.create'>

function isMaking(operation: Operation): operation is Making {
  return ['table.create', 'column.add', 'index.create'].includes(operation.kind)
}

function operationsOf(scripts: readonly Script[]): Operation[] {
  return scripts.flatMap(({statements}) =>
    statements.flatMap(({commands}) => commands.flatMap(({operations}) => [...operations]))
  )
}

function isInFile({down = [], path}: Migration): boolean {
  return down.some((part) => part.path === path)
}

function describe(operation: Making): string {
  switch (operation.kind) {
    case 'table.create':
      return `the table \`${operation.table.name}\``
    case 'column.add':
      return `the column \`${operation.column.name}\` of \`${operation.table.name}\``
    case 'index.create':
      return `the index \`${operation.index.name ?? ''}\``
  }
}

/** A table takes its columns and indexes with it, a schema its tables; a column may take its indexes. */
function undoes(other: Operation, made: Making): boolean {
  if (other.kind === 'schema.drop') return true
  if (other.kind === 'table.drop') return isSame(other.table, made.table)
  if (made.kind === 'table.create') return other.kind === 'table.rename' && isSame(other.table, made.table)
  if (!('table' in other) || other.table === undefined || !isSame(other.table, made.table)) {
    return other.kind === 'index.drop' && made.kind === 'index.create' && other.index.name === made.index.name
  }
  if (made.kind === 'column.add') return other.kind === 'column.drop' && other.column === made.column.name
  return other.kind === 'column.drop' || (other.kind === 'index.drop' && other.index.name === made.index.name)
}

/** Where one has a schema and the other has none, the search path decides. */
function isSame(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema)
}
