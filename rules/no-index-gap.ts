import {droppedIndex} from '../src/core/rules/dropped-index.js'
import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation} from '../src/operations/operation.js'
import type {Command} from '../src/operations/script.js'
import {findsBy, indexColumns} from '../src/schema/index-columns.js'

/** Report indexes that are dropped before what takes their place is built. */
export default defineRule({
  id: 'no-index-gap',
  summary: 'Disallow dropping an index before its replacement is there',
  severity: 'error',
  on: ['index.drop', 'constraint.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'table',
  recipe: 'build-then-drop',
  messages: {
    gap: 'Unexpected drop of `{{index}}` before `{{replacement}}` is built: until then queries read all of `{{table}}`; expected the new index first',
    again:
      'Unexpected drop of `{{index}}`, which is built anew after it: until then queries that use it read all of `{{table}}`; expected the new index first, under another name'
  },
  docs: {
    condition:
      'The only index of an existing table that finds rows by certain columns is dropped, and a later statement, which is no part of the same transaction, builds another one for them. Of an index that is not known: without `IF EXISTS`, and a later statement builds one of the same name.',
    effect:
      'As long as the new index is being built, every query that used the old one reads the whole table, and nothing keeps duplicates out if it was unique. Where the build fails, it stays so.',
    instead:
      'Build the new index under another name, then drop the old one and rename the new one, if the name matters.',
    notWhen: 'No query uses the index.',
    examples: [
      {
        name: 'drop-first',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, at date);\nCREATE INDEX post_author ON post (author);',
        unsafe: 'DROP INDEX CONCURRENTLY post_author;\nCREATE INDEX CONCURRENTLY post_author_at ON post (author, at);',
        reports: ['1:1-1:36 gap'],
        safe: ['CREATE INDEX CONCURRENTLY post_author_at ON post (author, at);\nDROP INDEX CONCURRENTLY post_author;']
      },
      {
        name: 'mysql-drop-first',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, at date, KEY post_author (author));',
        unsafe: 'DROP INDEX post_author ON post;\nCREATE INDEX post_author_at ON post (author, at);',
        reports: ['1:1-1:31 gap'],
        safe: [
          'ALTER TABLE post DROP INDEX post_author, ADD INDEX post_author_at (author, at), ALGORITHM=INPLACE, LOCK=NONE;'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'DROP INDEX CONCURRENTLY post_author;\nCREATE INDEX CONCURRENTLY post_author ON post (author, at);',
        reports: ['1:1-1:36 again'],
        // What a build that failed has left is of use to nobody.
        safe: [
          'DROP INDEX CONCURRENTLY IF EXISTS post_author;\nCREATE INDEX CONCURRENTLY post_author ON post (author, at);'
        ]
      }
    ]
  },
  check(operation, {atEnd, catalog, command, dialect, hasTraffic, migration, report, session}) {
    const dropped = droppedIndex(operation, catalog, session)
    if (!dropped && operation.kind === 'index.drop' && operation.ifExists !== true && !session.transaction) {
      const again = builtAgain(operation, command, migration)
      if (again && hasTraffic(again.table)) report('again', {index: operation.index.name, table: again.table.name})
      return
    }
    const columns = dropped && indexColumns(dropped.index)
    // Others do not see the drop before the transaction ends; nor what stands in the same statement.
    if (!dropped || !columns || session.transaction || !hasTraffic(dropped.table)) return
    if (command.operations.some(({kind}) => kind === 'index.create' || kind === 'constraint.add')) return
    const {index, table} = dropped
    // What a build that failed has left finds nothing; that of a partitioned table may have valid ones below it.
    if (!index.valid && table.kind !== 'partitioned-table') return
    const others = table.indexes.filter(({name}) => name !== index.name)
    if (others.some((other) => findsBy(other, columns, dialect))) return

    atEnd((find) => {
      const before = new Set(others.map(({name}) => name))
      const after = find(table)
      // Another table may have its name by now.
      if (after === undefined || after.createdBy !== table.createdBy) return
      const replacement = after.indexes.find((each) => !before.has(each.name) && findsBy(each, columns, dialect))
      if (replacement) report('gap', {index: index.name, replacement: replacement.name, table: table.name})
    })
  }
})

/** A later statement that builds an index of the name of one that is not known. */
function builtAgain(
  {index, table}: Operation<'index.drop'>,
  command: Command,
  {script}: Migration
): Operation<'index.create'> | undefined {
  const later = script.statements.flatMap(({commands}) => commands).filter(({range}) => range.start > command.range.end)
  for (const each of later.flatMap(({operations}) => operations)) {
    if (each.kind !== 'index.create' || each.index.name !== index.name) continue
    if (table === undefined || each.table.name === table.name) return each
  }
  return undefined
}
