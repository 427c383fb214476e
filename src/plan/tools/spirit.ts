import {quoteName} from '../../sql/mysql.js'
import {findColumn} from '../../schema/lookup.js'
import {answerByCopies, foreignKeyReason, returningColumn} from '../parts/mysql/copier.js'
import type {Copy} from '../parts/mysql/copier.js'
import {databaseOf, mysqlCommand, server, serverLimit} from '../parts/mysql/client.js'
import {changeKinds} from '../parts/mysql/kinds.js'
import {alterTable} from '../parts/mysql/sql.js'
import {shellCommand, shellScript, shellWord} from '../parts/shell.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'

/**
 * Spirit copies the table by several threads, takes what is written meanwhile from the binary log, compares both tables
 * and swaps them.
 *
 * https://github.com/block/spirit/blob/main/docs/migrate.md
 */
export const spirit = defineTool<string>({
  name: 'spirit',
  summary:
    'Copies the table by several threads, takes what is written meanwhile from the binary log, compares both and swaps them',
  strength:
    'it copies by several threads, goes on after a crash by itself, and compares every row before it swaps; replicas that must not lag are not its aim',
  tried: false,
  version: '0.16.0',
  url: 'https://github.com/block/spirit',
  engines: ['mysql'],
  on: changeKinds,
  limits: [
    serverLimit,
    'MySQL 8.0 and later only, with `binlog_format=ROW`, `binlog_row_image=FULL`, `performance_schema=ON` and `log_replica_updates`, without `binlog_transaction_compression` and `binlog_row_value_options`',
    'Its user needs all on the database, REPLICATION CLIENT, REPLICATION SLAVE, RELOAD, CONNECTION_ADMIN and PROCESS on `*.*`, and SELECT on `performance_schema.*`',
    'It ends connections that keep it from the table for 27 seconds; `--skip-force-kill`, which later versions do not have, keeps it from that',
    'Replicas are waited for only where `--replica-dsn` names them, with up to two minutes of lag (`--replica-max-lag`)',
    'There is no rehearsal; `--defer-cutover` waits with the swap until the table `_spirit_sentinel` is dropped',
    'The old table is kept as `_…_old`, because of `--skip-drop-after-cutover`'
  ],
  translate: (statement) =>
    answerByCopies(statement, {whyNot, copy, native: ({withClause}) => mysqlCommand(withClause)}),
  plain: (sql) => [mysqlCommand(sql)],
  extension: 'sh',
  render: shellScript
})

/** https://github.com/block/spirit/tree/v0.16.0/pkg/migration/check */
function whyNot(change: Copy, {dialect}: RecipeView): string | undefined {
  const {before, operations, table} = change
  const foreign = foreignKeyReason(change)
  if (foreign !== undefined) return foreign
  const [trigger] = before?.triggers ?? []
  if (trigger) return `\`${table.name}\` has triggers (\`${trigger.name}\`)`
  const primary = before?.indexes.find((index) => index.primary)
  if (before && !primary) return `\`${table.name}\` has no primary key`
  const back = returningColumn(operations)
  if (back !== undefined) return `\`${back}\` goes and comes again in one statement`
  for (const operation of operations) {
    if (operation.kind === 'constraint.drop' && operation.type === 'primary-key') return 'it drops no primary key'
    if (operation.kind === 'column.add' && isLossy(operation.column)) {
      return `nothing says which value \`${operation.column.name}\` has in rows that are there`
    }
    if (operation.kind !== 'column.modify') continue
    const {column, definition} = operation
    const isKey = primary?.elements.some((element) => element.column?.toLowerCase() === column.toLowerCase())
    if (isKey === true && definition.name.toLowerCase() !== column.toLowerCase()) {
      return `\`${column}\` is of the primary key, whose columns it does not rename`
    }
    const old = before && findColumn(dialect, before, column)?.type
    const reason = old && definition.type ? whyNotValues(old, definition.type) : undefined
    if (reason !== undefined) return `\`${column}\` ${reason}`
  }
  return undefined
}

type Type = NonNullable<NonNullable<Copy['before']>['columns'][number]['type']>
type Added = Extract<Copy['operations'][number], {kind: 'column.add'}>['column']

function isLossy({autoIncrement, default: value, generated, nullable}: Added): boolean {
  return nullable === false && value === undefined && generated === undefined && autoIncrement !== true
}

/** The binary log has values of ENUM and SET as numbers, and its comparison has them as text. */
function whyNotValues(old: Type, type: Type): string | undefined {
  if (!/^(?:enum|set)$/.test(old.name)) return undefined
  const [before, after] = [old.values ?? [], type.values ?? []]
  if (type.name === 'enum' && old.name === 'set') return 'is a SET, which may hold more than an ENUM'
  if (/int|^(?:decimal|float|double|bit|year)$/.test(type.name))
    return `would become a number from the text of its values`
  if (type.name === 'set' && old.name === 'set') {
    return before.every((value, index) => value === after[index]) ? undefined : 'has its values in another order'
  }
  if (type.name !== 'enum') return undefined
  const kept = after.filter((value) => before.includes(value))
  const inOrder = kept.every(
    (value, index) => index === 0 || before.indexOf(value) > before.indexOf(kept[index - 1] ?? '')
  )
  const appended = after.slice(0, kept.length).every((value) => before.includes(value))
  return inOrder && appended ? undefined : 'has its values in another order, or new ones between them'
}

function copy({clauses, table}: Copy): string {
  return shellCommand('spirit migrate', [
    shellWord(`--conf=${server.optionFile}`),
    shellWord(`--host=${server.host}:${server.port}`),
    shellWord(`--database=${databaseOf(table)}`),
    '--skip-drop-after-cutover',
    shellWord(`--statement=${alterTable(quoteName(table.name), [clauses])}`)
  ])
}
