import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import type {Table} from '../../schema/objects.js'
import {objectOf} from '../parts/sql.js'
import {psqlCommand, shellCommand, shellScript, shellWord} from '../parts/shell.js'
import {answerEach} from '../parts/tool-answers.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'
import type {ToolAnswer} from '../tool.js'

/**
 * `pg_repack` writes a table anew beside itself and swaps the files: it gives space back, sorts and moves, but changes
 * no schema.
 *
 * https://reorg.github.io/pg_repack/
 */
export const pgRepack = defineTool<string>({
  name: 'pg_repack',
  summary: 'Writes tables and indexes anew, sorts them and moves them to other tablespaces while others read and write',
  strength: 'it writes tables and indexes afresh and changes nothing else: for space, order and tablespaces',
  tried: false,
  version: '1.5.3',
  url: 'https://reorg.github.io/pg_repack/',
  engines: ['postgres'],
  on: ['table.vacuum', 'table.cluster', 'table.set-tablespace', 'index.set-tablespace', 'index.reindex'],
  limits: [
    'The server needs the extension in the same version as the program: `CREATE EXTENSION pg_repack`',
    'It is run by a superuser; the owner of a table needs `--no-superuser-check`',
    'Connections are taken from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE',
    'It needs free disk space of about twice the size of the table and its indexes',
    'It takes `ACCESS EXCLUSIVE` at the beginning and at the end; `--no-kill-backend` lets it skip a table, with a warning, where it does not get it in a minute, instead of ending who stands in the way: look whether it did its work',
    'It waits for transactions that are older than its copy, and knows no pause and no throttle'
  ],
  translate: (statement) => answerEach(statement, answer),
  plain: (sql) => [psqlCommand(sql)],
  extension: 'sh',
  render: shellScript
})

function answer(operation: Operation, view: RecipeView): ToolAnswer<string> {
  switch (operation.kind) {
    case 'table.vacuum':
      if (!operation.full) return {cannot: 'a `VACUUM` that is not `FULL` keeps nobody out'}
      if (operation.table === undefined) {
        const notes = ['It leaves out tables without a primary key or a unique key that cannot be NULL']
        return {pieces: [repack(['--no-order'])], notes}
      }
      return ofTable(operation.table, view, () => [repack(['--no-order', target(operation.table, view)])])
    case 'table.cluster':
      return cluster(operation, view)
    case 'table.set-tablespace':
      return ofTable(operation.table, view, () => [
        repack(['--no-order', target(operation.table, view), `--tablespace=${shellWord(operation.tablespace)}`])
      ])
    case 'index.set-tablespace':
      return ofIndex(operation.index, view, [`--tablespace=${shellWord(operation.tablespace)}`])
    case 'index.reindex':
      return reindex(operation, view)
    default:
      return {cannot: `it changes no schema, and does nothing of the kind of \`${operation.kind}\``}
  }
}

function repack(options: readonly string[]): string {
  return shellCommand('pg_repack', ['--no-kill-backend', ...options])
}

/** A table as `regclass` reads it. */
function target(name: Name | undefined, view: RecipeView): string {
  if (name === undefined) return ''
  const option = view.table(name)?.kind === 'partitioned-table' ? '--parent-table' : '--table'
  return `${option}=${shellWord(quoteFullName(objectOf(name, view)))}`
}

/** Rows are told apart by a key, and nothing but tables is repacked. */
function ofTable(name: Name, view: RecipeView, pieces: () => string[]): ToolAnswer<string> {
  const found = view.table(name)
  if (found && found.kind !== 'table' && found.kind !== 'partitioned-table') {
    return {cannot: `\`${name.name}\` is no table`}
  }
  if (found && found.persistence !== 'permanent')
    return {cannot: `\`${name.name}\` is not permanent: it looks at no others`}
  if (found && found.incomplete !== true && !hasKey(found)) {
    return {cannot: `\`${name.name}\` has no primary key, and no unique one whose columns cannot be NULL`}
  }
  return {pieces: pieces(), notes: found ? [] : [`Whether \`${name.name}\` has the key that it needs is not known`]}
}

function hasKey({columns, constraints, indexes}: Table): boolean {
  const isSet = (column: string | undefined): boolean => columns.find(({name}) => name === column)?.notNull === true
  return (
    constraints.some(({type}) => type === 'primary-key') ||
    indexes.some(
      ({elements, unique, where}) => unique && where === undefined && elements.every(({column}) => isSet(column))
    )
  )
}

/** What the table is sorted by is noted at it first: that takes a moment. */
function cluster({index, table}: Operation<'table.cluster'>, view: RecipeView): ToolAnswer<string> {
  if (table === undefined) return {cannot: 'it sorts all tables that were clustered before, or writes all others anew'}
  const mark =
    index === undefined
      ? []
      : [psqlCommand(`ALTER TABLE ${quoteFullName(objectOf(table, view))} CLUSTER ON ${quoteName(index)}`)]
  return ofTable(table, view, () => [...mark, repack([target(table, view)])])
}

function reindex({name, tablespace, target: what}: Operation<'index.reindex'>, view: RecipeView): ToolAnswer<string> {
  const move = tablespace === undefined ? [] : [`--tablespace=${shellWord(tablespace)}`]
  if (name === undefined) return {cannot: 'it builds the indexes of a whole database only with their tables'}
  if (what === 'index') return ofIndex(name, view, move)
  if (what !== 'table') return {cannot: `it builds no indexes of a whole ${what}`}
  return ofTable(name, view, () => [repack([target(name, view), '--only-indexes', ...move])])
}

function ofIndex(name: Name, {catalog, session}: RecipeView, options: readonly string[]): ToolAnswer<string> {
  const found = session.resolve(name, (each) => catalog.indexes.has(keyOf(each)), catalog)
  return {pieces: [repack([`--index=${shellWord(quoteFullName(found))}`, ...options])]}
}
