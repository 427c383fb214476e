import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {objectOf} from '../parts/sql.js'
import {shellCommand, shellScript, shellWord, psqlCommand} from '../parts/shell.js'
import {primaryKeyOf, whyNoPlainTable} from '../parts/tool-answers.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'

/** What it does on an empty copy of the table, which it then fills. */
const kinds = [
  'column.add',
  'column.drop',
  'column.drop-default',
  'column.drop-not-null',
  'column.rename',
  'column.set-default',
  'column.set-not-null',
  'column.set-type',
  'constraint.add'
] as const

type Change = Operation<(typeof kinds)[number]>

/**
 * `pg-osc` fills a copy of the table in one statement, replays what was written meanwhile from a log that triggers
 * keep, and swaps the names.
 *
 * https://github.com/shayonj/pg-osc/tree/main/lib/pg_online_schema_change
 */
export const pgOsc = defineTool<string>({
  name: 'pg-osc',
  summary: 'Copies the table with the change beside itself, replays what was written meanwhile, and swaps the two',
  strength: 'one command changes the table, and the application needs to know nothing of it',
  tried: false,
  version: '0.9.10',
  url: 'https://github.com/shayonj/pg-osc',
  engines: ['postgres'],
  on: kinds,
  limits: [
    'The program is `pg-online-schema-change`; it takes PGHOST, PGPORT, PGUSER and PGDATABASE from here, and PGPASSWORD by itself',
    'An UPDATE that sets a column to NULL while it runs is lost, an INSERT of NULL gets the default, and TRUNCATE is not seen: look at the rows afterwards',
    'Changed primary keys leave the row of the old key behind',
    'Privileges, row security, comments, publications, replica identity and the names of indexes, constraints and sequences are not kept',
    'All rows are copied in one transaction, without throttle or pause, and a crash begins again',
    '`ACCESS EXCLUSIVE` is taken twice, and waited for up to ten seconds, three times; `--kill-backends` would end who is in the way',
    'The old table is kept as `pgosc_op_table_…`; `--drop` would drop it'
  ],
  translate({operations}) {
    const changes = operations.map(({operation, view}) => ({operation: operation as Change, view}))
    const [first] = changes
    if (!first) return {cannot: 'there is nothing to do'}
    const {table} = first.operation
    const reason =
      whyNoCopy(first.operation, first.view) ??
      changes.flatMap(({operation, view}) => whyNot(operation, view) ?? []).at(0)
    if (reason !== undefined) return {cannot: reason}
    const {name, schema} = objectOf(table, first.view)
    const clauses = changes.map(({operation, view}) =>
      operation.kind === 'column.rename'
        ? `RENAME COLUMN ${quoteName(operation.column)} TO ${quoteName(operation.to)}`
        : view.text
    )
    const notes = primaryKeyOf(first.view.table(table))
      ? []
      : [`Whether \`${name}\` has a primary key is not known: it must be of one column`]
    return {pieces: [command(schema, `ALTER TABLE ${quoteFullName({name})} ${clauses.join(', ')}`)], notes}
  },
  plain: (sql) => [psqlCommand(sql)],
  extension: 'sh',
  render: shellScript
})

function command(schema: string, statement: string): string {
  return shellCommand('pg-online-schema-change perform', [
    `--alter-statement ${shellWord(statement)}`,
    `--schema ${shellWord(schema)}`,
    '--host "${PGHOST:-localhost}"',
    '--port "${PGPORT:-5432}"',
    '--username "$PGUSER"',
    '--dbname "$PGDATABASE"'
  ])
}

/** What it loses rows of, or fails at, whatever the change is. */
function whyNoCopy({table}: Change, view: RecipeView): string | undefined {
  const plain = whyNoPlainTable(table, view)
  if (plain !== undefined) return plain
  // It writes the name without quotes into its own statements, unless it has capitals.
  if (!/^[a-zA-Z_]\w*$/.test(table.name) || quoteFullName({name: table.name.toLowerCase()}).startsWith('"')) {
    return `it cannot write the name \`${table.name}\``
  }
  const found = view.table(table)
  if ((primaryKeyOf(found)?.length ?? 1) > 1) {
    return `\`${table.name}\` has a primary key of several columns, of which it compares the first only: a DELETE would take other rows too`
  }
  const special = found?.columns.find(({generated, identity}) => generated !== undefined || identity === 'always')
  return special && `\`${special.name}\` is generated, and it would write into it`
}

function whyNot(operation: Change, view: RecipeView): string | undefined {
  switch (operation.kind) {
    case 'column.add': {
      const {constraints, default: value, generated, identity, name, nullable} = operation.column
      if (generated !== undefined || identity !== undefined)
        return `\`${name}\` is generated, and it would write into it`
      if (constraints.some(({type}) => type === 'foreign-key')) return locks
      return nullable === false && value === undefined
        ? `nothing gives \`${name}\` a value for the rows that are there`
        : undefined
    }
    case 'column.drop':
    case 'column.rename':
      return primaryKeyOf(view.table(operation.table))?.includes(operation.column) === true
        ? `\`${operation.column}\` is the primary key, by which it finds rows`
        : undefined
    case 'column.set-type':
      return operation.using === undefined
        ? undefined
        : 'it copies values by plain assignment: `USING` needs a query of your own in `--copy-statement`, and changes that are replayed do not take it'
    case 'constraint.add':
      if (operation.constraint.type === 'foreign-key') return locks
      return operation.constraint.usingIndex === undefined ? undefined : 'the copy has no index of that name'
    default:
      return undefined
  }
}

const locks = 'a foreign key is made in the transaction of the copy: nobody could write to the other table meanwhile'
